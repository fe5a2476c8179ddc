import { readTraccar } from '../../../functions/telemetry/protocols/traccar.ts';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');
const AT = '2026-03-02T07:59:30.000Z';
const coords = { latitude: 49.0123, longitude: 8.4321 };

const fixOf = (location: unknown) => {
  const answer = readTraccar(location, NOW);
  if ('issues' in answer) throw new Error(JSON.stringify(answer.issues));
  return answer.fix;
};
const refusedFields = (location: unknown) => {
  const answer = readTraccar(location, NOW);
  return 'issues' in answer ? answer.issues.map(({ path }) => path.join('.')) : [];
};

describe('a location of the Traccar Client', () => {
  it('needs a time and a place', () =>
    expect(fixOf({ timestamp: AT, coords })).toEqual({ at: Date.parse(AT), lat: 49.0123, lon: 8.4321 }));

  it.each([
    { odometer: null, is_moving: null, event: null, battery: null, activity: null },
    { odometer: -1, is_moving: 'yes', event: 7, battery: 'full', activity: [] },
  ])('is not lost to what is nice to have: %j', (extras) =>
    expect(fixOf({ timestamp: AT, coords, ...extras })).toEqual({ at: Date.parse(AT), lat: 49.0123, lon: 8.4321 }),
  );

  it('is read as the app sends it: metres per second, the battery from 0 to 1', () =>
    expect(
      fixOf({
        event: 'motionchange',
        is_moving: true,
        uuid: '0e7fb40c-3ba6-4a86-9b1e-0f8b6c3f8a11',
        timestamp: AT,
        age: 12,
        odometer: 18_442.5,
        coords: {
          ...coords,
          accuracy: 4.1,
          speed: 13.89,
          speed_accuracy: 0.3,
          heading: 270.25,
          heading_accuracy: 2,
          altitude: 115.2,
          ellipsoidal_altitude: 115.2,
        },
        activity: { type: 'in_vehicle', confidence: 100 },
        battery: { is_charging: false, level: 0.81 },
        extras: {},
      }),
    ).toEqual({
      at: Date.parse(AT),
      lat: 49.0123,
      lon: 8.4321,
      speed: 13.89,
      heading: 270.25,
      accuracy: 4.1,
      altitude: 115.2,
      attributes: {
        odometer: 18_442.5,
        motion: true,
        event: 'motionchange',
        batteryLevel: 81,
        deviceCharging: false,
        activity: 'in_vehicle',
      },
    }));

  it('may say its time in Unix milliseconds', () =>
    expect(fixOf({ timestamp: Date.parse(AT), coords }).at).toBe(Date.parse(AT)));

  it.each([-1, null])('leaves out what the phone does not know: %s', (unknown) =>
    expect(
      fixOf({ timestamp: AT, coords: { ...coords, speed: unknown, heading: unknown, accuracy: unknown } }),
    ).toEqual({ at: Date.parse(AT), lat: 49.0123, lon: 8.4321 }),
  );

  it('leaves out a battery that does not know its level', () =>
    expect(fixOf({ timestamp: AT, coords, battery: { level: -1 } }).attributes).toBeUndefined());

  it.each([
    ['coords', { timestamp: AT }],
    ['timestamp', { coords }],
    ['timestamp', { timestamp: 'yesterday', coords }],
    ['timestamp', { timestamp: '2026-03-02', coords }],
    ['timestamp', { timestamp: '2026-03-03T08:00:00Z', coords }],
    ['timestamp', { timestamp: '1999-12-31T23:59:59Z', coords }],
    ['coords.latitude', { timestamp: AT, coords: { longitude: 8 } }],
    ['coords.latitude', { timestamp: AT, coords: { latitude: 90.1, longitude: 8 } }],
    ['coords.longitude', { timestamp: AT, coords: { latitude: 49, longitude: '8' } }],
    ['coords.speed', { timestamp: AT, coords: { ...coords, speed: 401 } }],
    ['', null],
    ['', 'here'],
  ])('is refused by the field that cannot be: %s', (field, location) =>
    expect(refusedFields(location)).toEqual([field]),
  );
});
