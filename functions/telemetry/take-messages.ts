import { portions } from '../../shared/kernel/portions.ts';
import type { Poison } from '../../shared/messaging/bus.ts';
import type { Services } from '../../shared/services.ts';
import { arrivalsOf, type Message } from './arrivals.ts';
import { bytesOf } from './fix.ts';
import type { FixMessage, WakeUp } from './messages.ts';
import { type Round, roundOf, type Scenes } from './round.ts';
import type { ShardState } from './shard-state.ts';
import { purely, Unprocessable } from './unprocessable.ts';

/** What one segment may hold, to stay well below the 2 MB of a document: 8,000 fixes that say nothing special. */
const MAX_SEGMENT_BYTES = 1024 * 1024;

const bytesOfMessage = ({ body }: Message) => body.fixes.reduce((sum, packed) => sum + bytesOf(packed[8]), 0);

export const poisonOf = (message: Message, reason: string, description: string): Poison<FixMessage> => ({
  message,
  reason,
  description,
});

export interface Taken {
  readonly rounds: readonly (Round & { readonly id: string; readonly bytes: number })[];
  readonly poison: readonly Poison<FixMessage>[];
}

/**
 * Every portion of the messages as a round that goes on from the one before. One that breaks is taken message by message, so that only the message
 * it breaks on is given up.
 */
export const takeMessages = async (
  services: Pick<Services, 'history' | 'live'>,
  wakeUp: WakeUp,
  before: ShardState,
  messages: readonly Message[],
  scenes: Scenes,
): Promise<Taken> => {
  const rounds: Taken['rounds'][number][] = [];
  const poison: Poison<FixMessage>[] = [];
  const take = async (some: readonly Message[]): Promise<void> => {
    const last = rounds.at(-1);
    const state = { pending: before.pending, vehicles: before.vehicles, devices: before.devices, ...last };
    try {
      const arrivals = purely(() => arrivalsOf(some));
      const round = await roundOf(services, wakeUp, state, arrivals, scenes);
      // Named after both its ends: a repeated round replaces itself, and one that comes back in part replaces nothing.
      const id = `s-${some[0]?.sequenceNumber}-${some.at(-1)?.sequenceNumber}`;
      rounds.push({ ...round, id, bytes: some.reduce((sum, message) => sum + bytesOfMessage(message), 0) });
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error;
      const [only] = some;
      if (only && some.length === 1) poison.push(poisonOf(only, 'unprocessable', error.message));
      else for (const message of some) await take([message]);
    }
  };
  for (const portion of portions(messages, MAX_SEGMENT_BYTES, bytesOfMessage)) await take(portion);
  return { rounds, poison };
};
