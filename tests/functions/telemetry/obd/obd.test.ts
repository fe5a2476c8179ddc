import fc from 'fast-check';
import { PIDS } from '../../../../functions/telemetry/obd/pids.ts';
import { readService01 } from '../../../../functions/telemetry/obd/service-01.ts';

const read = (digits: string) => readService01(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

describe('an answer to OBD-II service 01', () => {
  it.each([
    ['engineLoad', '04 ff', 100],
    ['coolant', '05 7b', 83],
    ['coolant', '05 00', -40],
    ['shortFuelTrim1', '06 80', 0],
    ['shortFuelTrim1', '06 00', -100],
    ['fuelPressure', '0a 64', 300],
    ['manifoldPressure', '0b 65', 101],
    ['rpm', '0c 1a f8', 1726],
    ['vehicleSpeed', '0d 5a', 25],
    ['timingAdvance', '0e 80', 0],
    ['intakeAir', '0f 46', 30],
    ['airFlow', '10 01 f4', 5],
    ['throttle', '11 33', 20],
    ['runSeconds', '1f 0e 10', 3_600],
    ['distanceWithLamp', '21 00 0c', 12_000],
    ['railPressure', '23 01 00', 2_560],
    ['fuelLevel', '2f 80', 50.1961],
    ['warmUpsSinceCleared', '30 11', 17],
    ['distanceSinceCleared', '31 04 d2', 1_234_000],
    ['barometer', '33 64', 100],
    ['moduleVoltage', '42 36 b0', 14],
    ['lambda', '44 80 00', 1],
    ['ambient', '46 3c', 20],
    ['secondsSinceCleared', '4e 00 3c', 3_600],
    ['stateOfCharge', '5b ff', 100],
    ['oil', '5c 82', 90],
    ['injectionTiming', '5d 69 00', 0],
    ['fuelRate', '5e 00 c8', 10],
    ['actualTorque', '62 7d', 0],
    ['odometer', 'a6 00 12 d6 87', 123_456_700],
  ])('says %s in %s', (name, digits, value) => expect(read(`41 ${digits}`)).toEqual({ [name]: value }));

  it('tells the lamp and the number of codes', () =>
    expect(read('41 01 83 07 65 04')).toEqual({ engineLamp: true, dtcCount: 3 }));

  it('may hold several values, and masks of what there is', () =>
    expect(read('41 00 be 1f b8 10 0c 1a f8 0d 5a 05 7b')).toEqual({ rpm: 1726, vehicleSpeed: 25, coolant: 83 }));

  it('is read as far as it goes', () => {
    expect(read('41 0c 1a f8 0d')).toEqual({ rpm: 1726 });
    expect(read('41 0c 1a f8 f0 01 0d 5a')).toEqual({ rpm: 1726 });
  });

  it.each([
    ['nothing', ''],
    ['an answer to another service', '43 01 33'],
    ['a refusal', '7f 01 12'],
    ['a value cut off', '41 0c 1a'],
  ])('is not %s', (_, digits) => expect(read(digits)).toBeUndefined());

  it('has finite values, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PIDS), fc.uint8Array({ minLength: 4, maxLength: 4 }), ([number, pid], bytes) => {
        const value = readService01(Buffer.from([0x41, number, ...bytes.slice(0, pid.bytes)]))?.[pid.name];
        expect(Number.isFinite(value)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => void readService01(Buffer.from(bytes))));
  });
});
