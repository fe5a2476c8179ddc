import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { invalid, notFound } from '../../shared/kernel/errors.ts';
import { addWeeks, isWeek, type Week, weekOf, weeksBetween } from '../../shared/kernel/week.ts';
import type { Services } from '../../shared/services.ts';
import { memberOf } from '../access/contract.ts';
import { driverResource } from '../drivers/resource.ts';
import { driverOfMember } from '../drivers/use-cases.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { Scorecards, WeekName } from './contract.ts';
import { addressOf } from './keep-score.ts';
import { type DrivingTotals, NOTHING_DRIVEN, plus, scored } from './score.ts';
import type { SubjectKind, Tally } from './tally.ts';

const MAX_WEEKS = 53;
const USUAL_WEEKS = 12;

const query = z.strictObject({
  from: WeekName.optional().describe(`The first week; ${USUAL_WEEKS} weeks in all unless told.`),
  to: WeekName.optional().describe('The last week; the current one unless told.'),
});

/** @throws FleetError `invalid` for a week that its year does not have */
export const requireWeek = (week: Week, field: string): Week => {
  if (isWeek(week)) return week;
  throw invalid('scorecards/bad-week', 'There is no such week.', [
    { path: [field], message: 'Not every year has a week 53.' },
  ]);
};

const periodOf = ({ from, to }: z.output<typeof query>, now: string): Week[] => {
  const last = to === undefined ? weekOf(now) : requireWeek(to, 'to');
  const first = from === undefined ? addWeeks(last, 1 - USUAL_WEEKS) : requireWeek(from, 'from');
  const weeks = weeksBetween(first, last, MAX_WEEKS + 1);
  if (weeks.length > 0 && weeks.length <= MAX_WEEKS) return weeks;
  throw invalid('scorecards/bad-period', 'The period is not one that scorecards can be shown for.', [
    { path: ['from'], message: `Between 1 and ${MAX_WEEKS} weeks.` },
  ]);
};

const scoreOf = (totals: DrivingTotals) => {
  const { trips, metres, movingSeconds, idleSeconds } = totals;
  return { trips, metres, movingSeconds, idleSeconds, ...scored(totals) };
};

export const shownCard = ({ week, subject, subjectId, totals }: Tally) => ({
  ...{ subject, subjectId, week },
  ...scoreOf(totals),
});

/** The weeks of one subject and their sum: one request. */
const cardsOf = async (
  { operations }: Services,
  tenantId: string,
  subject: SubjectKind,
  subjectId: string,
  weeks: readonly Week[],
) => {
  const found = await operations.getMany<Tally>(
    tenantId,
    weeks.map((week) => addressOf({ week, subject, subjectId })),
  );
  const tallies = found.flatMap((one) => (one && one.doc.totals.trips > 0 ? [one.doc] : []));
  const total = tallies.map(({ totals }) => totals).reduce(plus, NOTHING_DRIVEN);
  return {
    ...{ subject, subjectId, from: weeks[0], to: weeks.at(-1) },
    items: tallies.map(shownCard),
    total: scoreOf(total),
  };
};

export const driverScorecards = endpoint({
  summary: 'Show how well a driver drove, week by week',
  scope: 'scorecards:read',
  params: z.object({ driverId: z.string().max(255) }),
  query,
  answer: Scorecards,
  async run({ params: { driverId }, query, caller, now }, services) {
    const weeks = periodOf(query, now);
    await driverResource.find(services, caller, driverId);
    return ok(await cardsOf(services, caller.tenantId, 'driver', driverId, weeks));
  },
});

export const vehicleScorecards = endpoint({
  summary: 'Show how well a vehicle was driven, week by week',
  scope: 'scorecards:read',
  params: z.object({ vehicleId: z.string().max(255) }),
  query,
  answer: Scorecards,
  async run({ params: { vehicleId }, query, caller, now }, services) {
    const weeks = periodOf(query, now);
    await vehicleResource.find(services, caller, vehicleId);
    return ok(await cardsOf(services, caller.tenantId, 'vehicle', vehicleId, weeks));
  },
});

export const myScorecards = endpoint({
  summary: 'Show how well you drove, week by week',
  scope: 'self:read',
  query,
  answer: Scorecards,
  async run({ query, caller: { tenantId, actor }, now }, services) {
    const weeks = periodOf(query, now);
    const memberId = memberOf(actor);
    const driverId = memberId && (await driverOfMember(services, tenantId, memberId));
    if (!driverId) throw notFound('drivers/not-a-driver', 'You are no driver of this company.');
    return ok(await cardsOf(services, tenantId, 'driver', driverId, weeks));
  },
});
