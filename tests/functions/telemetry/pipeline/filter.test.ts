import fc from 'fast-check';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import { filtered, filterStart } from '../../../../functions/telemetry/pipeline/filter.ts';
import { fixAt, NOON } from '../fixes.ts';
import { drive } from './drives.ts';
import { through } from './through.ts';

const reasonOf = (fix: ReceivedFix, from?: ReceivedFix) => filtered(filterStart, from, fix).reason;
/** So many kilometres north of 49 degrees. */
const north = (km: number) => ({ lat: 49 + km / 111.195 });

describe('a fix that is dropped whatever came before', () => {
  it.each([
    ['zero', { lat: 0, lon: 0 }],
    ['zero', { lat: 0, lon: 0, accuracy: 3 }],
    ['zero', { lat: 0.001, lon: -0.002 }],
    ['invalid', { lat: Number.NaN }],
    ['invalid', { lon: 181 }],
    ['invalid', { lat: -90.1 }],
    ['invalid', { speed: Number.NaN }],
    ['invalid', { speed: -1 }],
    ['invalid', { heading: Number.POSITIVE_INFINITY }],
    ['invalid', { accuracy: Number.NaN }],
    ['invalid', { altitude: Number.NaN }],
    ['invalid', { receivedAt: Number.NaN }],
    ['ancient', { at: Number.NaN }],
    ['ancient', { at: 0 }],
    ['ancient', { at: Date.UTC(1999, 11, 31) }],
    ['future', { at: NOON + 300_001, receivedAt: NOON }],
    ['accuracy', { accuracy: 201 }],
    ['accuracy', { attributes: { hdop: 50 } }],
    ['speed', { speed: 101 }],
  ])('is called %s: %p', (reason, more) => expect(reasonOf(fixAt(0, more))).toBe(reason));

  it.each([
    ['near 0, 0 with an accuracy', { lat: 0.001, lon: 0.001, accuracy: 5 }],
    ['on the equator', { lat: 0, lon: 30 }],
    ['on the meridian of Greenwich', { lat: 51.5, lon: 0 }],
    ['at the date line', { lat: -17, lon: 180 }],
    ['with a clock that is a little fast', { at: NOON + 300_000, receivedAt: NOON }],
    ['with an accuracy of a city block', { accuracy: 200 }],
    ['with an accuracy of 0, which is none', { accuracy: 0 }],
  ])('is not one %s', (_, more) => expect(reasonOf(fixAt(0, more))).toBeUndefined());
});

describe('repetitions', () => {
  it('of an instant are dropped, also with other content', () => {
    expect(reasonOf(fixAt(0, { lat: 49.0001 }), fixAt(0))).toBe('duplicate');
  });

  it('of what was said within the same second are dropped', () => {
    expect(reasonOf(fixAt(0.5), fixAt(0))).toBe('duplicate');
    expect(reasonOf(fixAt(1), fixAt(0))).toBeUndefined();
  });

  it('are none when the key was turned, or an event is told', () => {
    expect(reasonOf(fixAt(0.5, { attributes: { ignition: true } }), fixAt(0))).toBeUndefined();
    expect(reasonOf(fixAt(0.5, { attributes: { event: 'sos' } }), fixAt(0))).toBeUndefined();
  });

  it('leave at most ten of a thousand fixes of one second', () => {
    const flood = Array.from({ length: 1_000 }, (_, i) => fixAt(i / 1_000, { lat: 49 + i * 1e-7 }));
    expect(through(flood).kept).toHaveLength(10);
    const same = Array.from({ length: 1_000 }, () => fixAt(0));
    expect(through(same).kept).toHaveLength(1);
  });

  it('of an older instant come too late', () => expect(reasonOf(fixAt(0), fixAt(5))).toBe('too-late'));
});

describe('what nothing on wheels can do', () => {
  it.each([
    ['a jump of 50 km in a minute', 'speed', {}, 60, north(50)],
    ['a jump of 200 m in a second from standing', 'acceleration', { speed: 0 }, 1, { ...north(0.2), speed: 0 }],
    ['from standing to 40 m/s in a second', 'acceleration', { speed: 0 }, 1, { speed: 40 }],
    ['50 m/s after ten seconds on the spot', 'acceleration', { speed: 0 }, 10, { speed: 50 }],
  ])('%s: %s', (_, reason, before, seconds, after) => {
    expect(reasonOf(fixAt(seconds, after), fixAt(0, before))).toBe(reason);
  });

  it.each([
    ['a crash', { speed: 40 }, 1, { ...north(0.02), speed: 0 }],
    ['a fast start', { speed: 0 }, 2, { ...north(0.02), speed: 20 }],
    ['a fast train', { speed: 85 }, 60, { ...north(5.1), speed: 85 }],
    ['a poor position', { speed: 0 }, 1, { ...north(0.2), speed: 0, accuracy: 100 }],
    ['a flight without fixes', {}, 3_600 * 3, { ...north(1_000), receivedAt: NOON + 86_400_000 }],
  ])('is not %s', (_, before, seconds, after) => {
    expect(reasonOf(fixAt(seconds, after), fixAt(0, before))).toBeUndefined();
  });
});

describe('who is right when two do not go together', () => {
  const droppedOf = (kilometres: readonly number[], every = 10) =>
    through(kilometres.map((km, i) => fixAt(i * every, north(km)))).dropped.map((reason) => reason ?? 'kept');

  it('is the old one against a single new one', () => {
    expect(droppedOf([0, 0, 500, 0, 0])).toEqual(['kept', 'kept', 'speed', 'kept', 'kept']);
  });

  it('is the old one against several that do not agree', () => {
    expect(droppedOf([0, 500, 900, 300, 700, 0])).toEqual(['kept', 'speed', 'speed', 'speed', 'speed', 'kept']);
  });

  it('are three that agree, after a wrong first one', () => {
    expect(droppedOf([500, 0, 0.1, 0.2, 0.3])).toEqual(['kept', 'speed', 'speed', 'kept', 'kept']);
  });

  it('are not three of the same moment', () => {
    expect(droppedOf([0, 500, 500, 500, 0.01], 1)).toEqual(['kept', 'speed', 'speed', 'speed', 'kept']);
  });

  it('is never the other one of two that take turns', () => {
    expect(new Set(droppedOf([0, 500, 0, 500, 0, 500, 0]).filter((_, i) => i % 2 === 0))).toEqual(new Set(['kept']));
  });
});

it('keeps every fix of an ordinary drive', () => {
  const { fixes } = drive({ every: 1, noise: 5 }).start().go(5_000, 20).stop(60).turn(90).go(900, 8).off().stop(600);
  expect(through(fixes).dropped.filter(Boolean)).toEqual([]);
});

const anyNumber = fc.oneof(fc.double(), fc.double({ min: -200, max: 200 }), fc.constant(0));
const anything: fc.Arbitrary<ReceivedFix> = fc.record(
  {
    at: fc.oneof(fc.double(), fc.integer({ min: NOON, max: NOON + 9_000 })),
    receivedAt: fc.oneof(fc.double(), fc.constant(NOON + 10_000)),
    lat: anyNumber,
    lon: anyNumber,
    speed: anyNumber,
    heading: anyNumber,
    accuracy: anyNumber,
    altitude: anyNumber,
    attributes: fc.dictionary(
      fc.constantFrom('ignition', 'odometer', 'engineSeconds', 'hdop', 'event'),
      fc.oneof(anyNumber, fc.boolean(), fc.string()),
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ['at', 'receivedAt', 'lat', 'lon'] },
);

const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

it('lets nothing into a memory that is no number', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (fixes) => {
      through(fixes, (memories) => {
        expect(numbersIn(memories).every(Number.isFinite)).toBe(true);
        return memories;
      });
    }),
  );
});
