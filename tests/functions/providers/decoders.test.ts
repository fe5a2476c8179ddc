import fc from 'fast-check';
import { providerPayloads } from '../../../functions/telemetry/protocols/providers/payloads.ts';
import {
  ago,
  flespiMessages,
  geotabPage,
  motiveBrake,
  motiveLocation,
  motivePage,
  NOW,
  samsaraAlert,
  samsaraPage,
  samsaraPing,
  samsaraSnapshot,
} from './payloads.ts';

type Provider = keyof typeof providerPayloads;

const read = (provider: Provider, payload: unknown) =>
  providerPayloads[provider](payload, NOW).map(({ record: _, ...reading }) => reading);
const at = (seconds: number) => Date.parse(ago(seconds));

const [flespi] = flespiMessages;

const READ: readonly (readonly [what: string, Provider, payload: unknown, expected: readonly unknown[]])[] = [
  [
    'a page of the feed of Samsara: miles an hour, and what else is known at or before each position',
    'samsara',
    samsaraPage,
    [
      {
        deviceId: 'samsara:281474977075805',
        fix: {
          ...{ at: at(60), lat: 49.0123456, lon: 8.4321987, heading: 271, speed: 22.352 },
          attributes: { odometer: 120_345_678, ignition: true, fuelLevel: 41, engineSeconds: 3_600_120 },
        },
      },
      {
        deviceId: 'samsara:281474977075805',
        fix: { at: at(30), lat: 49.02, lon: 8.44, heading: 0, speed: 0, attributes: { ignition: false, power: 12.64 } },
      },
    ],
  ],
  [
    'a snapshot of Samsara, in which each stat is one and not a list',
    'samsara',
    samsaraSnapshot,
    [
      {
        deviceId: 'samsara:281474977075807',
        fix: { at: at(5), lat: 48.5, lon: 9.5, speed: 4.47, attributes: { ignition: true, fuelLevel: 88 } },
      },
    ],
  ],
  ['a ping of Samsara, which is no position', 'samsara', samsaraPing, []],
  [
    'an alert of Samsara: those of its conditions that say where',
    'samsara',
    samsaraAlert,
    [{ deviceId: 'samsara:55', fix: { at: at(12), lat: 47.1, lon: 8.2, attributes: { event: 'alert-incident' } } }],
  ],
  [
    'records of both feeds of Geotab: kilometres an hour, put together by device and time',
    'geotab',
    geotabPage,
    [
      { deviceId: 'geotab:b2A', fix: { at: at(60), lat: 49.1, lon: 8.1, speed: 20, attributes: { ignition: true } } },
      {
        deviceId: 'geotab:b2A',
        fix: { at: at(20), lat: 49.2, lon: 8.2, speed: 0, attributes: { odometer: 98_765_400, ignition: false } },
      },
      {
        deviceId: 'geotab:b3F',
        fix: { at: at(45), lat: 50, lon: 9, speed: 10, attributes: { fuelMillilitres: 55_500 } },
      },
    ],
  ],
  [
    'a location of Motive: miles, hours, gallons; the odometer that was set by hand',
    'motive',
    motiveLocation,
    [
      {
        deviceId: 'motive:3142',
        fix: {
          ...{ at: at(9), lat: 35.11684, lon: -80.72371, speed: 26.822, heading: 92 },
          attributes: {
            ...{ ignition: true, motion: true, odometer: 160_934_400, engineSeconds: 7_201_800 },
            ...{ fuelUsed: 3_785_411.784, fuelLevel: 63, power: 13.9 },
          },
        },
      },
    ],
  ],
  [
    'a page of vehicles of Motive, of which one was never located',
    'motive',
    motivePage,
    [
      {
        deviceId: 'motive:3142',
        fix: {
          ...{ at: at(40), lat: 35.2, lon: -80.9, speed: 10, heading: 10 },
          attributes: { ignition: false, motion: false, odometer: 16_093.44 },
        },
      },
    ],
  ],
  [
    'something that a driver of Motive did, with its place',
    'motive',
    motiveBrake,
    [{ deviceId: 'motive:3142', fix: { at: at(100), lat: 35.3, lon: -80.8, attributes: { event: 'harsh-brake' } } }],
  ],
  ['the test that Motive sends when a webhook is made', 'motive', ['vehicle_location_updated'], []],
  ['other things of Motive', 'motive', { action: 'vehicle_upserted', id: 3142, number: 'T-12' }, []],
  [
    'messages of Flespi: kilometres an hour, kilometres, litres; what the bus of the vehicle says before what the tracker counts',
    'flespi',
    flespiMessages,
    [
      {
        deviceId: 'flespi:352093081234567',
        fix: {
          ...{ at: NOW - 15_250, lat: 49.069782, lon: 28.632826, altitude: 273.61, heading: 281, speed: 25 },
          attributes: {
            ...{ ignition: true, motion: true, odometer: 120_345_500, rpm: 1_850, fuelMillilitres: 41_500 },
            ...{ power: 13.8, satellites: 18, hdop: 0.7, event: 'harsh-brake' },
            ...{ driverTag: '01A2B3C4D5E6F701', dtcs: 'P0301,P0420' },
          },
        },
      },
    ],
  ],
];

const without = <Value extends object>(value: Value, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

const REFUSED: readonly (readonly [what: string, Provider, payload: unknown, reason: string, deviceId?: string])[] = [
  [
    'no position',
    'flespi',
    [without(flespi ?? {}, 'position.latitude', 'position.longitude')],
    'no-position',
    'flespi:352093081234567',
  ],
  [
    'a position that the device calls invalid',
    'flespi',
    [{ ...flespi, 'position.valid': false }],
    'invalid',
    'flespi:352093081234567',
  ],
  ['no time', 'flespi', [without(flespi ?? {}, 'timestamp')], 'malformed', 'flespi:352093081234567'],
  ['nobody', 'flespi', [without(flespi ?? {}, 'ident')], 'malformed'],
  ['an id that no device can have', 'flespi', [{ ...flespi, ident: '../../etc' }], 'malformed'],
  ['nothing at all', 'flespi', [null], 'malformed'],
  ['a latitude beyond the pole', 'motive', { ...motiveLocation, lat: 91 }, 'malformed', 'motive:3142'],
  ['a latitude that is no number', 'motive', { ...motiveLocation, lat: '35.1' }, 'malformed', 'motive:3142'],
  [
    'a time without a zone',
    'motive',
    { ...motiveLocation, located_at: '2026-03-02 07:59' },
    'malformed',
    'motive:3142',
  ],
  ['a time of tomorrow', 'motive', { ...motiveLocation, located_at: '2026-03-03T08:00:00Z' }, 'future', 'motive:3142'],
  [
    'a time before there was any of this',
    'motive',
    { ...motiveLocation, located_at: '1999-12-31T23:59:59Z' },
    'ancient',
    'motive:3142',
  ],
  [
    'a vehicle without a name',
    'samsara',
    { data: [{ gps: [{ time: ago(1), latitude: 1, longitude: 1 }] }] },
    'malformed',
  ],
];

describe('what providers send', () => {
  it.each(READ)('is understood: %s', (_, provider, payload, expected) =>
    expect(read(provider, payload)).toEqual(expected),
  );

  // All five, because a test that takes more than it is given is called back.
  it.each(
    REFUSED.map(([what, provider, payload, reason, deviceId]) => [what, provider, payload, reason, deviceId] as const),
  )('is told apart from what cannot be used: %s', (_, provider, payload, reason, deviceId) =>
    expect(read(provider, payload)).toEqual([
      { ...(deviceId && { deviceId }), reason, issue: { path: expect.any(Array), message: expect.any(String) } },
    ]),
  );

  it('costs a bad record only itself', () => {
    const [good, bad] = read('flespi', [flespi, { ident: 'x', timestamp: 'never' }]);
    expect(good).toHaveProperty('fix');
    expect(bad).toHaveProperty('reason', 'no-position');
  });

  it('costs what is nice to have only itself', () => {
    const odd = {
      ...motiveLocation,
      speed: -4,
      bearing: 'north',
      odometer: null,
      true_odometer: null,
      engine_hours: {},
    };
    const [reading] = read('motive', odd);
    expect(reading).toMatchObject({ fix: { lat: 35.11684, attributes: { fuelLevel: 63 } } });
    expect(reading).not.toHaveProperty('fix.speed');
    expect(reading).not.toHaveProperty('fix.heading');
    expect(reading).not.toHaveProperty('fix.attributes.odometer');
  });

  it('is not taken for what a vehicle is now when it was measured long before', () => {
    const gps = [{ time: ago(10), latitude: 1, longitude: 1 }];
    const page = { data: [{ id: '1', gps, obdOdometerMeters: [{ time: ago(3_600), value: 5 }] }] };
    expect(read('samsara', page)).toEqual([{ deviceId: 'samsara:1', fix: { at: at(10), lat: 1, lon: 1 } }]);
  });

  const NONSENSE: readonly unknown[] = [
    ...[null, undefined, 0, '', 'text', true, [], {}, [[]], [{}], [null], { data: null }, { data: [null, 1, 'x', []] }],
    ...[{ vehicles: [null, { vehicle: 1 }, { vehicle: { current_location: [] } }] }, { result: [null, 7] }],
    ...[
      { logRecords: [null, {}], statusData: [null, { data: {} }] },
      { eventType: 'AlertIncident', data: { conditions: [1, { details: null }] } },
    ],
  ];

  it.each(Object.keys(providerPayloads) as Provider[])('never makes us stumble, whatever it is: %s', (provider) => {
    for (const payload of NONSENSE)
      for (const reading of read(provider, payload)) expect(reading).toHaveProperty('reason');
  });

  it.each(Object.keys(providerPayloads) as Provider[])(
    'never makes us stumble, whatever is in the place of what: %s',
    (provider) => {
      const payloads = [samsaraPage, samsaraAlert, geotabPage, motivePage, motiveLocation, { result: flespiMessages }];
      /** The same, with something else in the place of one thing in it. */
      const broken = (value: unknown, path: readonly number[], other: unknown): unknown => {
        const [step, ...rest] = path;
        const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
        const name = step === undefined ? undefined : names[step % Math.max(1, names.length)];
        if (name === undefined) return other;
        const copy = structuredClone(value) as Record<string, unknown>;
        copy[name] = broken(copy[name], rest, other);
        return copy;
      };
      fc.assert(
        fc.property(
          fc.constantFrom<unknown>(...payloads),
          fc.array(fc.nat(30), { maxLength: 6 }),
          fc.anything(),
          (payload, path, other) => {
            for (const reading of read(provider, broken(payload, path, other)))
              if ('fix' in reading) {
                expect(Math.abs(reading.fix.lat)).toBeLessThanOrEqual(90);
                expect(Number.isFinite(reading.fix.at)).toBe(true);
              } else expect(reading.issue.message).not.toBe('');
          },
        ),
        { numRuns: 500 },
      );
    },
  );
});
