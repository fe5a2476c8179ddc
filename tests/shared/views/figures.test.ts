import { viewFigures } from '../../../shared/views/figures.ts';

const NOON = Date.parse('2026-03-02T12:00:00.000Z');

describe('the figures of the views', () => {
  it('count what was at hand and what was not, for each view', () => {
    const figures = viewFigures(['vehicles', 'drivers']);
    for (const hit of [true, false, true]) figures.countRead('vehicles', hit);
    expect(figures.names).toEqual(['drivers', 'vehicles']);
    expect(figures.readsOf('vehicles')).toEqual({ hits: 2, misses: 1 });
    expect(figures.readsOf('drivers')).toEqual({ hits: 0, misses: 0 });
  });

  it('say how old the newest event was when it was taken in', () => {
    const figures = viewFigures([], () => NOON);
    expect(figures.followed()).toBeUndefined();
    figures.countFollowed('2026-03-02T11:59:58.500Z');
    expect(figures.followed()).toEqual({ at: '2026-03-02T12:00:00.000Z', lagSeconds: 1.5 });
    figures.countFollowed('2026-03-02T12:00:01.000Z');
    expect(figures.followed()).toMatchObject({ lagSeconds: 0 });
  });
});
