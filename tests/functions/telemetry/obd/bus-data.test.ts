import fc from 'fast-check';
import type { Attributes } from '../../../../functions/telemetry/contract.ts';
import { withBusData } from '../../../../functions/telemetry/obd/bus-data.ts';
import { readBatchFix, readBySchema } from '../../../../functions/telemetry/protocols/batch.ts';
import { readOsmAnd } from '../../../../functions/telemetry/protocols/osmand.ts';
import { NOON } from '../fixes.ts';

describe('answers to OBD-II services, beside a position', () => {
  it.each<[string, string | number, Attributes]>([
    ['one value', '41 0C 1A F8', { rpm: 1726 }],
    ['several answers', '410c1af8; 41 0d 5a ;41057b', { rpm: 1726, vehicleSpeed: 25, coolant: 83 }],
    ['several values in one', '41 04 FF 11 33 2F 80', { engineLoad: 100, throttle: 20, fuelLevel: 50.1961 }],
    ['lines of an adapter', '41 0C 1A F8\r\r41 0D 5A\r', { rpm: 1726, vehicleSpeed: 25 }],
    ['what fills a frame', '41 0D 5A AA AA AA AA;41 05 7B 00 00 00 00', { vehicleSpeed: 25, coolant: 83 }],
    ['the newer of two', '41 0D 5A;41 0D 00', { vehicleSpeed: 0 }],
    ['the odometer', '41 A6 00 12 D6 87', { odometer: 123_456_700 }],
    ['digits alone, which came as a number', 410_528, { coolant: 0 }],
    ['stored codes of CAN', '43 02 03 01 C1 00', { dtcs: 'P0301,U0100' }],
    ['stored codes of an older bus', '43 01 33 04 20 00 00', { dtcs: 'P0133,P0420' }],
    [
      'more of them than a frame holds',
      '43 01 33 04 20 03 01;43 01 71 00 00 00 00',
      { dtcs: 'P0133,P0420,P0301,P0171' },
    ],
    ['stored and pending codes, each once', '43 01 03 01;47 02 03 01 04 20', { dtcs: 'P0301,P0420' }],
    ['permanent codes', '4A 01 04 20', { dtcs: 'P0420' }],
    ['that there are no codes', '43 00', { dtcCount: 0 }],
    ['that there are none on an older bus', '43 00 00 00 00 00 00', { dtcCount: 0 }],
    ['codes of one control unit and none of another', '43 00;43 01 03 01', { dtcs: 'P0301' }],
    ['lamps of two control units', '41 01 83 07 65 04;41 01 00 04 00 00', { engineLamp: true, dtcCount: 3 }],
    ['none', '', {}],
  ])('tell %s', (_, obd, values) => expect(withBusData({ obd })).toEqual(values));

  it.each([
    'NO DATA',
    '7F 01 12',
    '41 0C 1A',
    '410',
    '43',
    // Says that there are three, and has one.
    '43 03 03 01',
    '49 02 01',
    '7E8 04 41 0C 1A F8',
    'zz',
  ])('stay as they are when they say nothing we understand: %s', (obd) =>
    expect(withBusData({ obd })).toEqual({ obd }),
  );

  it('cost only themselves', () =>
    expect(withBusData({ obd: '41 0C 1A F8; NO DATA ;41 0D 5A;;xx' })).toEqual({
      ...{ rpm: 1726, vehicleSpeed: 25, obd: 'NO DATA;xx' },
    }));
});

describe('frames of J1939, beside a position', () => {
  it.each<[string, string, Attributes]>([
    ['engine speed', '0CF00400#F07D87E02EFFFFFF', { rpm: 1500 }],
    ['an identifier without its zero', 'CF00400#F07D87E02EFFFFFF', { rpm: 1500 }],
    ['fuel used', '18FEE900#FFFFFFFF40E20100', { fuelUsed: 61_728_000 }],
    [
      'several groups, some with spaces',
      '18FEEE00#7BFF602DFFFFFFFF; 18fee500#40 e2 01 00 ff ff ff ff;18FEC1EE#40E20100C8000000',
      { coolant: 83, oil: 90, engineSeconds: 22_222_080, odometer: 617_280, tripOdometer: 1_000 },
    ],
    [
      'lamps and codes',
      '18FECA00#44FF6E00000564000381',
      {
        ...{ dtcs: 'SPN110/FMI0,SPN100/FMI3' },
        ...{ engineLamp: true, stopLamp: false, warningLamp: true, protectLamp: false },
      },
    ],
    [
      'lamps of two control units',
      '18FECA00#40FF6E000005FFFF;18FECA03#00FF00000000FFFF',
      {
        ...{ dtcs: 'SPN110/FMI0' },
        ...{ engineLamp: true, stopLamp: false, warningLamp: false, protectLamp: false },
      },
    ],
    ['that there are no codes', '18FECA00#FFFF00000000FFFF', { dtcCount: 0 }],
  ])('tell %s', (_, j1939, values) => expect(withBusData({ j1939 })).toEqual(values));

  it.each([
    '18FEF100#FFFFFFFFFFFFFFFF',
    '18EF0003#0102',
    '18FECA00#44',
    '7E8#04410C1AF8000000',
    '38FEEE00#7BFF602DFFFFFFFF',
    '18FEEE00#',
    '18FEEE00#7',
    '18FEEE00',
    '#',
  ])('stay as they are when they say nothing we understand: %s', (j1939) =>
    expect(withBusData({ j1939 })).toEqual({ j1939 }),
  );
});

describe('a fix with bus data', () => {
  it('is the same object when there is none', () => {
    const attributes = { ignition: true, rpm: 800 };
    expect(withBusData(attributes)).toBe(attributes);
  });

  it('has what the sender says in its own attributes', () =>
    expect(withBusData({ ignition: true, rpm: 800, obd: '41 0C 1A F8;41 0D 5A' })).toEqual({
      ...{ ignition: true, rpm: 800, vehicleSpeed: 25 },
    }));

  it('has the codes of both buses', () =>
    expect(withBusData({ obd: '43 01 03 01', j1939: '18FECA00#FFFF6E000005FFFF' })).toEqual({
      dtcs: 'P0301,SPN110/FMI0',
    }));

  it('has as many attributes, and as long ones, as any other', () => {
    const own = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`io${index}`, index]));
    const all = withBusData({ ...own, obd: `41 0C 1A F8;41 0D 5A;41 05 7B;${'x'.repeat(500)}` });
    expect(all).toEqual({ ...own, rpm: 1726, vehicleSpeed: 25 });
    expect(withBusData({ obd: 'x'.repeat(500) })).toEqual({ obd: 'x'.repeat(200) });
  });

  const anyData = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.stringMatching(/^[0-9A-F#; ]{0,300}$/),
    fc.stringMatching(/^(?:4[1347A](?: [0-9A-F]{2}){0,9};){0,8}$/),
    fc.stringMatching(/^(?:18FE[0-9A-F]{4}#(?:[0-9A-F]{2}){0,12};){0,8}$/),
    fc.double(),
    fc.boolean(),
  );

  it('takes whatever is in it, and stays within what a fix may carry', () =>
    fc.assert(
      fc.property(anyData, anyData, (obd, j1939) => {
        const read = withBusData({ obd, j1939 });
        expect(Object.keys(read).length).toBeLessThanOrEqual(32);
        for (const value of Object.values(read)) {
          if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(200);
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        }
      }),
    ));
});

describe('bus data is read', () => {
  const usual = { deviceId: 'dev_1', at: '2026-03-02T11:59:30Z', lat: 49, lon: 8 };

  it.each<[string, Attributes]>([
    ['short', { obd: '41 0C 1A F8', fuelLevel: 50 }],
    ['long', { obd: '41 0C 1A F8;'.repeat(80), fuelLevel: 50 }],
  ])('in a fix of a batch, %s', (_, attributes) => {
    const read = { fix: { attributes: { rpm: 1726, fuelLevel: 50 } } };
    expect(readBatchFix({ ...usual, attributes }, NOON)).toMatchObject(read);
    expect(readBySchema({ ...usual, attributes }, NOON)).toMatchObject(read);
  });

  it('in a fix by the OsmAnd protocol, also of digits alone', () => {
    const query = 'lat=49&lon=8&obd=410528&j1939=18FEEE00%237BFF602DFFFFFFFF';
    expect(readOsmAnd(new URLSearchParams(query), NOON)).toMatchObject({
      fix: { attributes: { coolant: 83, oil: 90 } },
    });
  });

  it('up to 1,000 characters', () =>
    expect(readBatchFix({ ...usual, attributes: { j1939: 'x'.repeat(1_001) } }, NOON)).toMatchObject({
      issues: [{ path: ['attributes', 'j1939'] }],
    }));
});
