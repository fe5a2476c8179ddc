import type { EventsHandler } from '../../shared/area.ts';
import type { Address, Put } from '../../shared/documents/documents.ts';
import type { Recorded } from '../../shared/eventstore/event-store.ts';
import { FleetError } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { TRIP_STREAMS } from '../trips/contract.ts';
import { standingAfter, type TripEvent } from '../trips/use-cases.ts';
import { type Card, type Entry, entriesOf, type Tally, tallied } from './tally.ts';

/** A partition for each week of a company: what is ranked together lies together, and no partition grows for ever. */
export const partitionOf = (week: string): string => `scorecards-${week}`;

export const addressOf = ({ week, subject, subjectId }: Card): Address => ({
  path: [partitionOf(week)],
  id: `${subject}-${subjectId}`,
});

const keyOf = ({ week, subject, subjectId }: Card): string => `${week} ${subject} ${subjectId}`;

const MAX_ATTEMPTS = 10;

/** Two requests, however many cards there are: each is written as long as nobody else has. Those that somebody has are counted anew. */
const tallyAll = async (
  services: Pick<Services, 'operations'>,
  tenantId: string,
  entries: readonly Entry[],
  attempts = MAX_ATTEMPTS,
): Promise<void> => {
  const byCard = [...Map.groupBy(entries, ({ card }) => keyOf(card)).values()];
  const cards = byCard.flatMap(([first]) => (first ? [first.card] : []));
  const known = await services.operations.getMany<Tally>(tenantId, cards.map(addressOf));
  const changed: { readonly put: Put<Tally>; readonly entries: readonly Entry[] }[] = [];
  for (const [index, card] of cards.entries()) {
    const [before, own = []] = [known[index], byCard[index]];
    const doc = tallied(before?.doc, card, own);
    if (!doc || doc === before?.doc) continue;
    const condition = before ? { ifMatch: before.etag } : { create: true };
    changed.push({ put: { ...addressOf(card), doc, ...condition }, entries: own });
  }
  if (changed.length === 0) return;
  const written = await services.operations.putMany(
    tenantId,
    changed.map(({ put }) => put),
  );
  const lost = changed.flatMap((one, index) => (written[index] ? [] : one.entries));
  if (lost.length === 0) return;
  if (attempts === 1) throw new FleetError('upstream', 'stream/contended', 'Too many change this at once; try again.');
  await tallyAll(services, tenantId, lost, attempts - 1);
};

const isOfTrip = (recorded: Recorded): recorded is Recorded<TripEvent> => recorded.streamId.startsWith(TRIP_STREAMS);

const entriesIn = ({ streamId, version, event }: Recorded<TripEvent>): Entry[] => {
  const { standing, previousDriverId } = standingAfter(event);
  // An event of a later release may say nothing of it.
  return standing ? entriesOf(streamId.slice(TRIP_STREAMS.length), version, standing, previousDriverId) : [];
};

/** Keeps the cards of every driver and vehicle. In whatever order, and however often, the events of trips come. */
export const keepScore: EventsHandler = {
  handler: (services) => async (recorded) => {
    for (const [tenantId, some] of Map.groupBy(recorded.filter(isOfTrip), (one) => one.tenantId))
      await tallyAll(services, tenantId, some.flatMap(entriesIn));
  },
};
