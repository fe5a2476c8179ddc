import { z } from 'zod';
import { answer, ndjson, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { weekOf } from '../../shared/kernel/week.ts';
import { listed } from '../../shared/resources/listed.ts';
import type { Services } from '../../shared/services.ts';
import { DRIVERS_VIEW, type DriverCard } from '../drivers/contract.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { Scorecard, WeekName } from './contract.ts';
import { partitionOf } from './keep-score.ts';
import { requireWeek, shownCard } from './read-scorecards.ts';
import { SUBJECT_KINDS, type Tally } from './tally.ts';

/** Of the cards of a page, those of drivers or vehicles that the caller may see: one request, and only for whoever is limited to groups. */
const seenOf = async (services: Services, caller: Caller, tallies: readonly Tally[]): Promise<readonly Tally[]> => {
  if (!caller.groups) return tallies;
  const vehicles = tallies.filter(({ subject }) => subject === 'vehicle');
  const asVehicles = vehicles.map((tally) => ({ vehicleId: tally.subjectId, tally }));
  const seen = new Set((await seenBy(services, caller, asVehicles)).map(({ tally }) => tally));
  const drivers = tallies.filter(({ subject }) => subject === 'driver');
  const found = await services.views.getMany<DriverCard>(
    caller.tenantId,
    drivers.map(({ subjectId: id }) => ({ path: [DRIVERS_VIEW], id })),
  );
  for (const [index, tally] of drivers.entries()) {
    const driver = found[index]?.doc;
    if (driver && maySee(caller, driver.groupId)) seen.add(tally);
  }
  return tallies.filter((tally) => seen.has(tally));
};

export const rankScorecards = endpoint({
  summary: 'Rank the drivers or the vehicles of a week',
  description:
    'The best first, unless `sort=score`. Who drove too little for a score is not among them. Whoever is limited to groups gets pages with gaps.',
  scope: 'scorecards:read',
  query: z.strictObject({
    ...paging(500, 100),
    week: WeekName.optional().describe('The current one unless told.'),
    subject: z.enum(SUBJECT_KINDS).default('driver'),
    sort: z.enum(['-score', 'score']).default('-score').describe('With a minus the other way round.'),
  }),
  answer: [answer(pageOf(Scorecard)), ndjson(Scorecard)],
  async run({ query, caller, now, request }, services) {
    const week = query.week === undefined ? weekOf(now) : requireWeek(query.week, 'week');
    const wanted = {
      where: { subject: query.subject, ranked: true },
      orderBy: 'score',
      descending: query.sort === '-score',
    };
    return listed(request, query, async (page) => {
      const cards = services.operations.in(caller.tenantId, partitionOf(week));
      const { items, ...rest } = await cards.query<Tally>({ ...wanted, ...page });
      return { items: (await seenOf(services, caller, items)).map(shownCard), ...rest };
    });
  },
});
