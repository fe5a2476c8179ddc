import { memberIdOf } from '../../../functions/access/contract.ts';
import { itemsOf } from '../company.ts';
import { tripFact, tripScene } from '../trips/facts.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

const braking = (harshBrakes: number) => ({
  ...{ harshBrakes, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0, speedingMetres: 0, incidents: [] },
});

/** Ann drove 100 km twice, in two weeks, and braked hard twice in the first. */
const scene = async () => {
  const set = await tripScene();
  const { vehicleId, now, find, world } = set;
  const far = { metres: 100_000, idleSeconds: 0 };
  const first = tripFact(vehicleId, now, { ...far, driving: braking(2) });
  const second = tripFact(vehicleId, now + WEEK_MS, { ...far, driving: braking(0) });
  await find(first, second);
  await world.runEvents();
  return { ...set, first, second };
};

const PERIOD = 'from=2026-W09&to=2026-W12';
const scoresOf = (items: ReturnType<typeof itemsOf>) => items.map(({ week, score }) => [week, score]);

describe('scorecards', () => {
  it('say of each week of a driver, and of all together, how well was driven and why', async () => {
    const { dispatcher, annId } = await scene();
    const { body } = await dispatcher.get(`drivers/${annId}/scorecards?${PERIOD}`);
    expect(body).toMatchObject({
      ...{ subject: 'driver', subjectId: annId, from: '2026-W09', to: '2026-W12' },
      items: [
        { week: '2026-W10', trips: 1, metres: 100_000, score: 96 },
        { week: '2026-W11', trips: 1, score: 100 },
      ],
      total: { trips: 2, metres: 200_000, score: 98 },
    });
    const [card] = body.items as { parts: readonly object[] }[];
    expect(card?.parts).toContainEqual({
      ...{ name: 'harsh-braking', count: 2, rate: 2, per: '100-km', points: 20, lost: 4 },
    });
  });

  it('say the same of vehicles', async () => {
    const { dispatcher, vehicleId } = await scene();
    const { body } = await dispatcher.get(`vehicles/${vehicleId}/scorecards?${PERIOD}`);
    expect(body).toMatchObject({ subject: 'vehicle', total: { trips: 2, score: 98 } });
  });

  it('follow private, corrected, withdrawn and reassigned trips', async () => {
    const { world, dispatcher, annId, bobId, first, second, settle, vehicleId } = await scene();
    const cards = async (path: string) => {
      await world.runEvents();
      return scoresOf(itemsOf(await dispatcher.get(`${path}/scorecards?${PERIOD}`)));
    };
    await dispatcher.post(`trips/${first.id}/classify`, { classification: 'private' });
    expect(await cards(`drivers/${annId}`)).toEqual([['2026-W11', 100]]);
    expect(await cards(`vehicles/${vehicleId}`)).toEqual([['2026-W11', 100]]);
    await dispatcher.post(`trips/${first.id}/classify`, { classification: 'business' });
    await settle({ change: 'corrected', fact: { ...first, driving: braking(5) } });
    expect(await cards(`drivers/${annId}`)).toEqual([
      ['2026-W10', 90],
      ['2026-W11', 100],
    ]);
    await dispatcher.post(`trips/${first.id}/assign-driver`, { driverId: bobId });
    await settle({ change: 'withdrawn', fact: second });
    expect(await cards(`drivers/${annId}`)).toEqual([]);
    expect(await cards(`drivers/${bobId}`)).toEqual([['2026-W10', 90]]);
    expect(await cards(`vehicles/${vehicleId}`)).toEqual([['2026-W10', 90]]);
  });

  it('rank those who drove enough', async () => {
    const { world, dispatcher, annId, bobId, vehicleId, now, find } = await scene();
    const bobs = tripFact(vehicleId, now + 2 * HOUR_MS, { metres: 100_000, idleSeconds: 0, driving: braking(8) });
    const short = tripFact('veh_x', now, { metres: 1_000 });
    await find(bobs, short);
    await dispatcher.post(`trips/${bobs.id}/assign-driver`, { driverId: bobId });
    await world.runEvents();
    const ranked = async (query: string) => itemsOf(await dispatcher.get(`scorecards?week=2026-W10&${query}`));
    expect((await ranked('')).map(({ subjectId, score }) => [subjectId, score])).toEqual([
      [annId, 96],
      [bobId, 84],
    ]);
    expect((await ranked('sort=score')).map(({ subjectId }) => subjectId)).toEqual([bobId, annId]);
    expect((await ranked('subject=vehicle')).map(({ subjectId }) => subjectId)).toEqual([vehicleId]);
    const page = await dispatcher.get('scorecards?week=2026-W10&limit=1');
    const next = await dispatcher.get(`scorecards?week=2026-W10&limit=1&cursor=${page.body.nextCursor}`);
    expect([page, next].flatMap(itemsOf).map(({ subjectId }) => subjectId)).toEqual([annId, bobId]);
  });

  it('are for whoever plans with drivers, and for each driver their own', async () => {
    const { acme, ann, bob, annId } = await scene();
    expect(scoresOf(itemsOf(await ann.client.get(`me/scorecards?${PERIOD}`)))).toHaveLength(2);
    expect(itemsOf(await bob.client.get(`me/scorecards?${PERIOD}`))).toEqual([]);
    expect((await acme.as('owner').get('me/scorecards')).body.code).toBe('drivers/not-a-driver');
    for (const client of [ann.client, acme.as('viewer')]) {
      expect((await client.get(`drivers/${annId}/scorecards`)).status).toBe(403);
      expect((await client.get('scorecards')).status).toBe(403);
    }
  });

  it('show whoever is limited to groups those of their own', async () => {
    const { world, acme, annId, bobId, vehicleId, now, find } = await scene();
    const owner = acme.as('owner');
    const north = String((await owner.post('groups', { name: 'North' })).body.id);
    await owner.post(`drivers/${bobId}/move`, { groupId: north });
    const theirs = String((await owner.post('vehicles', { name: 'North Van', groupId: north })).body.id);
    const trip = tripFact(theirs, now, { metres: 100_000 });
    await find(trip);
    await owner.post(`trips/${trip.id}/assign-driver`, { driverId: bobId });
    await world.runEvents();
    const { email, client } = await acme.join('mia', 'dispatcher');
    await owner.post(`members/${memberIdOf(email)}/limit`, { groups: [north] });
    const ranked = async (subject: string) =>
      itemsOf(await client.get(`scorecards?week=2026-W10&subject=${subject}`)).map(({ subjectId }) => subjectId);
    expect([await ranked('driver'), await ranked('vehicle')]).toEqual([[bobId], [theirs]]);
    expect((await client.get(`drivers/${annId}/scorecards`)).status).toBe(404);
    expect((await client.get(`vehicles/${vehicleId}/scorecards`)).status).toBe(404);
  });

  it('are of weeks that there are, a year of them at most', async () => {
    const { dispatcher, annId } = await scene();
    const codeOf = async (query: string) =>
      (await dispatcher.get(`drivers/${annId}/scorecards?${query}`)).body.code ?? 'fine';
    expect(await codeOf('')).toBe('fine');
    expect(await codeOf('from=2025-W11&to=2026-W10')).toBe('fine');
    expect(await codeOf('from=2025-W01&to=2026-W10')).toBe('scorecards/bad-period');
    expect(await codeOf('from=2026-W11&to=2026-W10')).toBe('scorecards/bad-period');
    expect(await codeOf('to=2025-W53')).toBe('scorecards/bad-week');
    expect(await codeOf('to=2025-54')).toBe('query/invalid');
  });
});
