import fc from 'fast-check';
import { describeDtc } from '../../../../functions/telemetry/obd/describe-dtc.ts';
import { faultCode, readDm1 } from '../../../../functions/telemetry/obd/dm1.ts';
import { dtcText } from '../../../../functions/telemetry/obd/dtc.ts';
import { groupOf, readGroup } from '../../../../functions/telemetry/obd/j1939.ts';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');

describe('a parameter group of SAE J1939', () => {
  it.each([
    ['engine speed', 61_444, 'f0 7d 87 e0 2e ff ff ff', { rpm: 1500 }],
    ['pedal and load', 61_443, 'd1 7d 32 ff ff ff ff ff', { accelerator: 50, engineLoad: 50 }],
    ['vehicle speed', 65_265, 'ff 00 5a ff ff ff ff ff', { vehicleSpeed: 25 }],
    ['coolant and oil temperature', 65_262, '7b ff 60 2d ff ff ff ff', { coolant: 83, oil: 90 }],
    ['fuel level', 65_276, 'ff 7d ff ff ff ff ff ff', { fuelLevel: 50 }],
    ['fuel used', 65_257, 'ff ff ff ff 40 e2 01 00', { fuelUsed: 61_728_000 }],
    ['engine hours', 65_253, '40 e2 01 00 ff ff ff ff', { engineSeconds: 22_222_080 }],
    ['distance', 65_248, '08 00 00 00 40 e2 01 00', { tripOdometer: 1_000, odometer: 15_432_000 }],
    ['fine distance', 65_217, '40 e2 01 00 c8 00 00 00', { odometer: 617_280, tripOdometer: 1_000 }],
    ['oil pressure', 65_263, 'ff ff ff 64 ff ff ff ff', { oilPressure: 400 }],
    ['battery', 65_271, 'ff ff ff ff 18 01 ff ff', { power: 14 }],
    ['ambient temperature', 65_269, 'ff ff ff a0 24 ff ff ff', { ambient: 20 }],
  ])('tells %s', (_, pgn, data, values) => expect(readGroup(pgn, hex(data))).toEqual(values));

  it.each([
    ['what is not available', 61_444, 'f0 7d 87 ff ff ff ff ff'],
    ['what the vehicle says is wrong', 61_444, 'f0 7d 87 00 fe ff ff ff'],
    ['what is cut off', 61_444, 'f0 7d 87 e0'],
    ['a group that nobody knows', 12_345, '00 00 00 00 00 00 00 00'],
  ])('says nothing of %s', (_, pgn, data) => expect(readGroup(pgn, hex(data))).toBeUndefined());

  it('is found in an identifier, whether it is for all or for one address', () => {
    expect(groupOf(0x0cf0_0400)).toBe(61_444);
    expect(groupOf(0x18fe_ca17)).toBe(65_226);
    expect(groupOf(0x18ea_ff21)).toBe(59_904);
  });
});

describe('active trouble codes (DM1)', () => {
  it('tells the lamps, and each fault with how often it was', () =>
    expect(readDm1(hex('44 ff 6e 00 00 05 64 00 a1 81'))).toEqual({
      lamps: { malfunction: true, stop: false, warning: true, protect: false },
      faults: [
        { spn: 110, fmi: 0, occurrences: 5 },
        { spn: 327_780, fmi: 1, occurrences: 1 },
      ],
    }));

  it.each(['00 ff 00 00 00 00 ff ff', '00 00 ff ff ff ff ff ff'])('has none in what fills the frame: %s', (data) =>
    expect(readDm1(hex(data))?.faults).toEqual([]),
  );

  it('leaves out lamps that there are not, and counts that nobody keeps', () =>
    expect(readDm1(hex('ff ff 6e 00 03 7f'))).toEqual({ lamps: {}, faults: [{ spn: 110, fmi: 3 }] }));

  it('is the attribute of a fix, and words for people', () => {
    const codes = readDm1(hex('44 ff 6e 00 00 05 e1 06 12 01'))?.faults.map(faultCode) ?? [];
    expect(dtcText(codes)).toBe('SPN110/FMI0,SPN1761/FMI18');
    expect(codes.map(describeDtc)).toEqual(['Coolant temperature: far too high', 'Exhaust fluid level: too low']);
  });

  it.each([
    ['SPN651/FMI5', 'Injector of cylinder 1: current too low, or open circuit'],
    ['SPN1328/FMI31', 'Misfire in cylinder 6: condition is present'],
    ['SPN520192/FMI22', 'Parameter 520192: failure mode 22'],
  ])('describes %s', (code, text) => expect(describeDtc(code)).toBe(text));

  it('takes any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 0x3_ffff }), (bytes, pgn) => {
        const faults = readDm1(Buffer.from(bytes))?.faults ?? [];
        for (const fault of faults) expect(describeDtc(faultCode(fault))).toBeDefined();
        readGroup(pgn, Buffer.from(bytes));
      }),
    ));
});
