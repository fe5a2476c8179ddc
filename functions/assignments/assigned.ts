import type { Query, Range } from '../../shared/documents/documents.ts';
import type { Services } from '../../shared/services.ts';
import { type AssignmentCard, assignmentCards, OPEN } from './assignment-cards.ts';
import type { AssignmentRecord, AssignmentState } from './contract.ts';

/** The shortest time behind an instant: bounds of a query include the lower and leave the upper out. */
const behind = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();

/** What makes an assignment planned, current or past at a moment: nothing has to happen for it to begin, or to end when it was to. */
export const during = (state: AssignmentState, now: string): Pick<Query, 'where' | 'range'> => {
  const begun: Range = { field: 'from', to: behind(now) };
  const notOver: Range = { field: 'until', from: behind(now) };
  switch (state) {
    case 'planned':
      return { where: { cancelled: false }, range: [{ field: 'from', from: behind(now) }, notOver] };
    case 'current':
      return { where: { cancelled: false }, range: [begun, notOver] };
    case 'past':
      return { where: { cancelled: false }, range: [{ field: 'until', to: behind(now) }] };
    case 'cancelled':
      return { where: { cancelled: true } };
  }
};

export const stateOf = ({ cancelled, from, until }: AssignmentCard, now: string): AssignmentState => {
  if (cancelled) return 'cancelled';
  if (until <= now) return 'past';
  return from > now ? 'planned' : 'current';
};

export const assignmentsOf = ({ views }: Pick<Services, 'views'>, tenantId: string) =>
  views.in(tenantId, assignmentCards.name);

/** Who drives the vehicle now, if anybody. */
export const currentOf = async (
  services: Pick<Services, 'views'>,
  tenantId: string,
  vehicleId: string,
  now: string,
): Promise<AssignmentCard | undefined> => {
  const { where, ...query } = during('current', now);
  const found = { ...query, where: { ...where, vehicleId }, orderBy: 'from', limit: 1 };
  return (await assignmentsOf(services, tenantId).query<AssignmentCard>(found)).items[0];
};

export const recordOf = ({ cancelled: _, until, ...card }: AssignmentCard): AssignmentRecord => ({
  ...card,
  ...(until !== OPEN && { until }),
});
