import fc from 'fast-check';
import { readBatchFix, readBySchema } from '../../../functions/telemetry/protocols/batch.ts';
import { readPlainFix } from '../../../functions/telemetry/protocols/plain-fix.ts';
import { NOON } from './fixes.ts';

const usual = {
  deviceId: 'dev_1',
  at: '2026-03-02T11:59:30.250Z',
  lat: 49.012345678,
  lon: -8.4,
  speed: 13.88888,
  heading: 360,
  accuracy: 4.123,
  altitude: -2.5,
  attributes: { ignition: true, fuelLevel: 71.5, event: 'harsh-brake' },
};

const odd = fc.oneof(
  fc.constantFrom(null, '', '1', -1, 0, 361, 1e9, true, [], {}, '2026-02-30T00:00:00Z', '2026-03-02T11:00:00+01:00'),
  fc.double(),
  fc.string(),
  fc.dictionary(
    fc.string({ maxLength: 70 }),
    fc.oneof(fc.string({ unit: 'binary', maxLength: 250 }), fc.double(), fc.boolean()),
  ),
);
const fields = ['deviceId', 'at', 'lat', 'lon', 'speed', 'heading', 'accuracy', 'altitude', 'attributes', 'other'];
const nearlyUsual = fc
  .dictionary(fc.constantFrom(...fields), fc.option(odd, { nil: undefined }), { maxKeys: 3, noNullPrototype: true })
  .map((changes) => JSON.parse(JSON.stringify({ ...usual, ...changes })) as unknown);

describe('the quick reading of a fix', () => {
  it('reads the usual ones', () =>
    expect(readPlainFix(usual, NOON)).toMatchObject({ fix: { lat: 49.0123457, heading: 0 } }));

  it('leaves to the schema what is unusual, and all that is wrong', () => {
    for (const raw of [null, 7, [], {}, { ...usual, at: '2026-03-02T12:59:30+01:00' }, { ...usual, lat: 91 }])
      expect(readPlainFix(raw, NOON)).toBeUndefined();
  });

  it('never says anything else than the schema', () =>
    fc.assert(
      fc.property(nearlyUsual, (raw) => {
        const [quick, thorough] = [readBatchFix(raw, NOON), readBySchema(raw, NOON)];
        expect(quick).toEqual(thorough);
      }),
      { numRuns: 500 },
    ));
});
