import fc from 'fast-check';
import { activeTimeOf, activeWords, weeklyOf } from '../../staticwebapp/src/lib/geofences/active-times.ts';
import { corridorOutline } from '../../staticwebapp/src/lib/geofences/corridor.ts';
import {
  type Drawing,
  drawingOf,
  eastOf,
  handlesOf,
  newDrawing,
  parsedPoint,
  shapeOf,
  withClick,
  withHandleAt,
} from '../../staticwebapp/src/lib/geofences/drawing.ts';
import {
  changeOf,
  emptyForm,
  formOf,
  newGeofenceOf,
  rulesWords,
} from '../../staticwebapp/src/lib/geofences/geofence-form.ts';
import type { Shape } from '../../staticwebapp/src/lib/geofences/geofences.ts';

const at = (lat: number, lon: number) => ({ lat, lon });
const clicked = (drawing: Drawing, ...points: readonly { lat: number; lon: number }[]) =>
  points.reduce(withClick, drawing);

describe('Drawing', () => {
  it('makes a circle of its centre and of how far it reaches', () => {
    const center = at(50, 7);
    const drawn = clicked(newDrawing('circle'), center, eastOf(center, 250));
    expect(shapeOf(drawn)).toEqual({ type: 'circle', center, radiusMetres: 250 });
    expect(drawn.open).toBe(false);
  });

  it('makes a box of two corners, whichever they are', () => {
    const drawn = clicked(newDrawing('rectangle'), at(51, 7), at(50, 8), at(0, 0));
    expect(shapeOf(drawn)).toEqual({ type: 'rectangle', southWest: at(50, 7), northEast: at(51, 8) });
  });

  it('has no shape before there are corners enough', () => {
    const two = clicked(newDrawing('polygon'), at(50, 7), at(51, 7));
    expect(shapeOf(two)).toBeUndefined();
    expect(shapeOf(withClick(two, at(51, 8)))).toMatchObject({ type: 'polygon' });
  });

  it('makes a corner of a place between two that is dragged, and keeps the holes', () => {
    const ring = [at(50, 7), at(50, 8), at(51, 8)];
    const hole = [at(50.2, 7.6), at(50.2, 7.8), at(50.4, 7.8)];
    const drawing = drawingOf({ type: 'polygon', rings: [ring, hole] });
    const between = drawing && handlesOf(drawing).find(({ kind, index }) => kind === 'between' && index === 1);
    expect(drawing && between && shapeOf(withHandleAt(drawing, between, at(49, 7.5)))).toEqual({
      type: 'polygon',
      rings: [[at(50, 7), at(49, 7.5), at(50, 8), at(51, 8)], hole],
    });
  });

  it('does not draw what moves with a vehicle', () =>
    expect(drawingOf({ type: 'around-vehicle', vehicleId: 'veh_1', radiusMetres: 100 })).toBeUndefined());

  it.each([
    ['50.94, 6.96', at(50.94, 6.96)],
    ['-33.9 18.4', at(-33.9, 18.4)],
    ['91, 0', undefined],
    ['somewhere', undefined],
  ])('reads %j as a place', (typed, point) => expect(parsedPoint(typed)).toEqual(point));
});

describe('The outline of a corridor', () => {
  const METRES = 111_195;
  const place = fc.record({ x: fc.integer({ min: -3_000, max: 3_000 }), y: fc.integer({ min: -3_000, max: 3_000 }) });
  const ways = fc.uniqueArray(place, { minLength: 2, maxLength: 6, selector: ({ x, y }) => `${x} ${y}` });
  type Spot = { readonly x: number; readonly y: number };
  const fromStretch = ({ x, y }: Spot, a: Spot, b: Spot): number => {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(a.x + along * dx - x, a.y + along * dy - y);
  };

  it('is nowhere farther from the way than half its width', () =>
    fc.assert(
      fc.property(ways, fc.integer({ min: 5, max: 500 }), (way, radius) => {
        const path = way.map(({ x, y }) => at(y / METRES, x / METRES));
        for (const { lat, lon } of corridorOutline(path, radius)) {
          const spot = { x: lon * METRES, y: lat * METRES };
          const nearest = Math.min(...way.slice(1).map((end, index) => fromStretch(spot, way[index] ?? end, end)));
          expect(nearest).toBeLessThan(radius * 1.01 + 1);
        }
      }),
    ));

  it('has an area only when there is a way', () => expect(corridorOutline([at(0, 0)], 10)).toEqual([]));
});

describe('Active times', () => {
  const night = {
    days: ['MO', 'TU', 'WE', 'TH', 'FR'],
    from: '22:00',
    to: '06:00',
    timeZone: 'Europe/Lisbon',
    since: '2026-01-04',
  } as const;

  it('open on the first of their days', () =>
    expect(activeTimeOf(night)).toEqual({
      start: '2026-01-05T22:00',
      durationMinutes: 480,
      rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      timeZone: 'Europe/Lisbon',
    }));

  it('come back into the form as they were', () =>
    expect(weeklyOf(activeTimeOf(night))).toEqual({ ...night, since: '2026-01-05' }));

  it('are said in words', () =>
    expect(activeWords(activeTimeOf(night))).toBe('Mon to Fri, 22:00 to 06:00 of the next day (Europe/Lisbon)'));

  it('are left as they are when they repeat in another way', () => {
    const monthly = { start: '2026-01-05T06:00', durationMinutes: 60, rule: 'FREQ=MONTHLY', timeZone: 'UTC' };
    expect(weeklyOf(monthly)).toBeUndefined();
    expect(activeWords(monthly)).toContain('FREQ=MONTHLY');
  });
});

describe('The form of a geofence', () => {
  const shape: Shape = { type: 'circle', center: at(50, 7), radiusMetres: 300 };
  const fence = {
    id: 'gfn_1',
    name: 'Depot',
    tags: [],
    shape,
    rules: { speedLimit: 30 / 3.6, debounce: { enterSeconds: 0 } },
    status: 'active',
    createdAt: '2026-01-05T06:00:00Z',
    version: 3,
  } as const;

  it('sends nothing when nothing was changed', () => expect(changeOf(fence, formOf(fence))).toEqual({}));

  it('sends all rules when one is changed, with those that it does not show', () =>
    expect(changeOf(fence, { ...formOf(fence), dwellMinutes: '30' })).toEqual({
      patch: { rules: { speedLimit: 30 / 3.6, dwellSeconds: 1_800, debounce: { enterSeconds: 0 } } },
    }));

  it('sends the shape alone when only that is another', () => {
    const form = formOf(fence);
    const drawing = form.drawing && { ...form.drawing, size: 500 };
    expect(changeOf(fence, { ...form, drawing })).toEqual({ shape: { ...shape, radiusMetres: 500 } });
  });

  it('is not complete without a shape', () => expect(newGeofenceOf({ ...emptyForm, name: 'Yard' })).toBeUndefined());

  it('says the rules in sentences', () =>
    expect(rulesWords({ speedLimit: 50 / 3.6, dwellSeconds: 1_800, appliesTo: { vehicleIds: ['veh_1'] } })).toEqual([
      'Watches 1 vehicle.',
      'Inside, 50 km/h are allowed.',
      'Tells of whoever stays for 30 min.',
      'Always active.',
    ]));
});
