import type { EventsHandler } from '../area.ts';
import type { AnyEvent, Recorded } from '../eventstore/event-store.ts';
import type { Execution } from '../eventstore/execute.ts';
import { FleetError } from '../kernel/errors.ts';
import type { Services } from '../services.ts';

/** What follows from an event that is stored. It may be asked to more than once, and late: it looks at how things are by then. */
export interface Reaction {
  /** Streams whose id begins with this, for example `vehicle-`. */
  readonly streams: string;
  /** Of these types only. */
  readonly to: readonly string[];
  /** @param id the rest of the stream's id. */
  react(services: Services, tenantId: string, id: string, recorded: Recorded<AnyEvent>): Promise<void>;
}

/** Who does what follows from an event: the system, as part of what the event was part of. */
export const causedBy = (
  { clock }: Pick<Services, 'clock'>,
  actor: `system:${string}`,
  { correlationId }: Recorded<unknown>,
): Execution => ({ at: clock().toISOString(), actor, correlationId });

/**
 * Reactions as one function that follows the events. What may pass is the change feed's to repeat; anything else is logged and left, for it
 * would hold up whatever follows from the events of all companies.
 */
export const reactions = (...all: readonly Reaction[]): EventsHandler => ({
  handler: (services) => async (recorded) => {
    for (const one of recorded as readonly Recorded<AnyEvent>[])
      for (const { streams, to, react } of all) {
        if (!one.streamId.startsWith(streams) || !to.includes(one.event.type)) continue;
        const { tenantId, streamId } = one;
        try {
          await react(services, tenantId, streamId.slice(streams.length), one);
        } catch (error) {
          if (error instanceof FleetError && error.kind === 'upstream') throw error;
          services.log.error('Nothing followed from an event', { tenantId, streamId, type: one.event.type, error });
        }
      }
  },
});
