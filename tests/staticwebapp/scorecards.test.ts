import { scoreSearch } from '../../staticwebapp/src/lib/scorecards/score-search.ts';
import { costliest, partMeasure, weekDays, weekName } from '../../staticwebapp/src/lib/scorecards/score-words.ts';
import type { ScorePart } from '../../staticwebapp/src/lib/scorecards/scorecards.ts';

const braking: ScorePart = { name: 'harsh-braking', count: 9, rate: 2.18, per: '100-km', points: 20, lost: 4.4 };
const speeding: ScorePart = { name: 'speeding', count: 720, rate: 3, per: 'percent', points: 35, lost: 10.5 };
const idling: ScorePart = { name: 'idling', count: 4_200, rate: 8.05, per: 'percent', points: 15, lost: 3.7 };

describe('what is said of a score', () => {
  it('explains each part: how often or how long, and how much that is', () => {
    expect(partMeasure(braking)).toBe('9 times, 2.2 per 100 km');
    expect(partMeasure({ ...braking, count: 1, rate: 0.24 })).toBe('Once, 0.2 per 100 km');
    expect(partMeasure({ ...braking, count: 0, rate: 0 })).toBe('None');
    expect(partMeasure(speeding)).toBe('12 min, 3% of the time in motion');
    expect(partMeasure(idling)).toBe('1 h 10 min, 8.1% of the time with the engine on');
  });

  it('names what has cost most, and nothing when nothing was lost', () => {
    expect(costliest({ parts: [braking, speeding, idling] })).toBe(speeding);
    expect(costliest({ parts: [{ ...braking, lost: 0 }] })).toBeUndefined();
  });

  it('says when a week was, also across the end of a year', () => {
    expect(weekName('2026-W05')).toBe('Week 5');
    expect(weekDays('2026-W47').replace(/\s/g, ' ')).toBe('16 – 22 Nov 2026');
    expect(weekDays('2026-W53').replace(/\s/g, ' ')).toBe('28 Dec 2026 – 3 Jan 2027');
  });

  it('keeps of an address what makes sense', () => {
    expect(scoreSearch({ week: '2026-W47', of: 'vehicle', first: 'worst', id: 'veh_1' })).toEqual({
      week: '2026-W47',
      of: 'vehicle',
      first: 'worst',
      id: 'veh_1',
    });
    expect(scoreSearch({ week: '2027-W53', of: 'driver', first: 'best', id: '' })).toEqual({});
  });
});
