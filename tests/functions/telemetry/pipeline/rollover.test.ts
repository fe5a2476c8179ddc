import { unrolled } from '../../../../functions/telemetry/pipeline/rollover.ts';

const DAY = 86_400_000;
const ROLLOVER = 1_024 * 7 * DAY;
const NOW = Date.UTC(2026, 2, 2, 12);

describe('a receiver whose week counter has rolled over', () => {
  it.each([
    ['once', NOW - ROLLOVER, NOW],
    ['twice', NOW - 2 * ROLLOVER, NOW],
    ['once, with a fix kept for a month', NOW - 30 * DAY - ROLLOVER, NOW - 30 * DAY],
    ['once, with a clock that is two minutes fast', NOW + 120_000 - ROLLOVER, NOW + 120_000],
  ])('is put right: %s', (_, at, repaired) => expect(unrolled(at, NOW)).toBe(repaired));

  it.each([
    ['right', NOW - 1_000],
    ['kept for a year', NOW - 365 * DAY],
    ['1970', 0],
    ['fast by an hour', NOW + 3_600_000],
    ['ahead by one rollover', NOW + ROLLOVER],
    ['a rollover and an hour off', NOW + 3_600_000 - ROLLOVER],
    ['no instant', Number.NaN],
  ])('is left as it is when the time is: %s', (_, at) => expect(unrolled(at, NOW)).toBe(at));
});
