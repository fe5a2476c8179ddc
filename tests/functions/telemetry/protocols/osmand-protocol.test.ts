import { osmand, traccar } from '../../../../functions/telemetry/protocols/osmand-protocol.ts';
import { protocols } from '../../../../functions/telemetry/protocols/protocol.ts';
import { brief, NOW, neverThrows } from './kit.ts';

const read = (text: string) => osmand.read(Buffer.from(text), NOW);
const readings = (text: string) => read(text).readings.map(brief);

// From https://github.com/traccar/traccar (OsmAndProtocolDecoderTest).
const JSON_BODY =
  '{"location":{"event":"motionchange","is_moving":false,"uuid":"0e9a2473-a9a7-4c00-997b-fb97d2154e75","timestamp":"2021-07-21T08:06:34.444Z","odometer":0,"coords":{"latitude":-6.1148096,"longitude":106.6837015,"accuracy":3.8,"speed":18.67,"speed_accuracy":0.26,"heading":63,"heading_accuracy":0.28,"altitude":35.7,"altitude_accuracy":3.8},"activity":{"type":"still","confidence":100},"battery":{"is_charging":false,"level":0.79},"extras":{}},"device_id":"8737767034"}';
const location = (latitude: number) => ({ timestamp: '2026-03-02T07:59:30Z', coords: { latitude, longitude: 8 } });

describe('the OsmAnd protocol', () => {
  it.each([
    ['query', 'id=123456&timestamp=1377177267&lat=60.0&lon=30.0&speed=10'],
    ['query with its mark', '?deviceid=123456&timestamp=1377177267&location=60.0,30.0&speed=10'],
  ])('is read from a %s', (_, text) => {
    expect(read(text).deviceId).toBe('123456');
    expect(readings(text)).toMatchObject([{ at: '2013-08-22T13:14:27.000Z', lat: 60, lon: 30, speed: 5.144 }]);
  });

  it('is read from several lines, each of its own device', () => {
    const { readings: two } = read('id=1&lat=60&lon=30\nid=2&lat=61&lon=30\r\nid=3&lat=91&lon=30');
    expect(two.map(({ deviceId }) => deviceId)).toEqual(['1', '2', '3']);
    expect(two.map(brief)).toMatchObject([{ lat: 60 }, { lat: 61 }, 'invalid']);
  });

  it.each([osmand, traccar])('is read from the JSON of newer clients', (protocol) => {
    const message = protocol.read(Buffer.from(JSON_BODY), NOW);
    expect(message.deviceId).toBe('8737767034');
    expect(message.readings.map(brief)).toEqual([
      {
        at: '2021-07-21T08:06:34.444Z',
        lat: -6.1148096,
        lon: 106.6837015,
        speed: 18.67,
        heading: 63,
        accuracy: 3.8,
        altitude: 35.7,
        attributes: {
          odometer: 0,
          motion: false,
          event: 'motionchange',
          batteryLevel: 79,
          deviceCharging: false,
          activity: 'still',
        },
      },
    ]);
  });

  it('is read from what a phone kept, each location for itself', () =>
    expect(
      readings(JSON.stringify({ location: [location(49), location(91), location(50)], device_id: 7 })),
    ).toMatchObject([{ lat: 49 }, 'invalid', { lat: 50 }]));

  it('repairs the date of a receiver whose weeks have rolled over', () =>
    expect(readings('lat=60&lon=30&timestamp=2006-07-17T07:59:30Z')).toMatchObject([
      { at: '2026-03-02T07:59:30.000Z' },
    ]));

  it('knows the driver, and what is of the phone and not of the vehicle', () =>
    expect(readings('lat=60&lon=30&driverUniqueId=4711X&charge=true&batt=80')).toMatchObject([
      { attributes: { driverTag: '4711X', deviceCharging: true, batteryLevel: 80 } },
    ]));

  it.each([
    ['is not valid', 'id=1&lat=60&lon=30&valid=false', 'no-position'],
    ['is of tomorrow', `lat=60&lon=30&timestamp=${NOW / 1000 + 86_400}`, 'future'],
    ['is of the last century', 'lat=60&lon=30&timestamp=0', 'ancient'],
    ['has no place', 'id=1&timestamp=1377177267', 'invalid'],
    ['is no number', 'id=1&lat=NaN&lon=30', 'invalid'],
    ['is of a device that nobody may have', 'id=../1&lat=60&lon=30', 'invalid'],
    ['is of one so long', JSON_BODY.replace('8737767034', '8'.repeat(65)), 'invalid'],
    ['is JSON cut off', JSON_BODY.slice(0, 100), 'malformed'],
    ['is JSON of something else', '[1,2,3]', 'malformed'],
  ])('drops for its reason what %s', (_, text, reason) => expect(readings(text)).toEqual([reason]));

  it('takes any bytes', () => {
    neverThrows(osmand, Buffer.from(JSON_BODY));
    neverThrows(traccar, Buffer.from(JSON_BODY));
  });
});

describe('the table of protocols', () => {
  it('knows each by its name', () => {
    expect([...protocols].map(([name, protocol]) => [name, protocol.name])).toEqual(
      [...protocols.keys()].map((name) => [name, name]),
    );
    expect([...protocols.keys()].toSorted()).toEqual([
      'gl200',
      'gps103',
      'gt06',
      'h02',
      'nmea',
      'osmand',
      'teltonika',
      'traccar',
      'wialon',
    ]);
  });

  it.each([...protocols.values()])('hears nothing in nothing: $name', (protocol) =>
    expect(protocol.read(Buffer.alloc(0), NOW).readings.filter((reading) => 'fix' in reading)).toEqual([]),
  );
});
