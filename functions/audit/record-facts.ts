import type { EventsHandler } from '../../shared/area.ts';
import type { Draft } from '../../shared/audit/entry.ts';
import { factsOf } from '../../shared/audit/facts.ts';
import { sealedFacts } from '../../shared/audit/personal.ts';
import { type StreamSubject, subjectsOf } from '../../shared/audit/subjects.ts';
import { trailOf } from '../../shared/audit/trail.ts';
import type { Recorded } from '../../shared/eventstore/event-store.ts';
import type { Services } from '../../shared/services.ts';
import { MEASURED } from '../telemetry/contract.ts';

/** The stream up to these facts, opened where it is sealed. It need not be read when they are all there is. */
const historyOf = async ({ streams }: Services, facts: readonly Recorded[]): Promise<readonly Recorded[]> => {
  const [first] = facts;
  if (!first) return [];
  const isWhole = facts.every(({ version, event }, index) => version === index + 1 && !Object(event.data).sealed);
  return isWhole ? facts : (await streams.read<Recorded['event']>(first)).events;
};

/** A view that fails on its own events must not keep the trail of everybody from going on. */
const factsOrLess = (
  { log }: Services,
  subject: StreamSubject,
  facts: readonly Recorded[],
  history: readonly Recorded[],
): Draft[] => {
  try {
    return factsOf(subject, facts, history);
  } catch (error) {
    log.error('What a fact changed cannot be told', { streamId: facts[0]?.streamId, error });
    return factsOf({ ...subject, changesOf: () => new Map() }, facts, history);
  }
};

/** Writes every stored fact into the trail of its company, once however often it comes. What devices measured, nobody has done. */
export const recordFacts: EventsHandler = {
  handler(services, areas) {
    const subjectOf = subjectsOf(areas);

    const ofStream = async (facts: readonly Recorded[]): Promise<readonly Draft[]> => {
      const [first] = facts;
      if (!first) return [];
      const history = await historyOf(services, facts);
      const drafts = factsOrLess(services, subjectOf(first.streamId), facts, history);
      return sealedFacts(services.personal, first.tenantId, drafts, history);
    };

    const ofTenant = async (tenantId: string, recorded: readonly Recorded[]): Promise<void> => {
      const byStream = [...Map.groupBy(recorded, ({ streamId }) => streamId).values()];
      const drafts = (await Promise.all(byStream.map(ofStream))).flat();
      // As they came, not stream by stream.
      const places = new Map(recorded.map(({ streamId, version }, index) => [`${streamId}:${version}`, index]));
      const placeOf = ({ id }: Draft) => places.get(id) ?? 0;
      await trailOf(services).append(
        tenantId,
        drafts.toSorted((a, b) => placeOf(a) - placeOf(b)),
      );
    };

    return async (recorded) => {
      const done = recorded.filter(({ actor }) => actor !== MEASURED);
      for (const [tenantId, some] of Map.groupBy(done, (one) => one.tenantId)) await ofTenant(tenantId, some);
    };
  },
};
