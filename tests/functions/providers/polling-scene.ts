import { FEEDS_KIND } from '../../../functions/providers/feed-state.ts';
import type { Documents, PutOptions } from '../../../shared/documents/documents.ts';
import type { Replace, World } from '../../../shared/testing/world.ts';
import { app, type Company, found, itemsOf } from '../company.ts';
import { type Play, type Played, played } from './played.ts';
import { connect } from './scene.ts';

/** A minute passes: what is due by the clock is done, and what follows from it. */
export const minute = async (world: World): Promise<void> => {
  world.advance(60_000);
  await world.runTimers();
  await world.runQueues();
};

/** The moments of a vehicle's history, oldest first. */
export const momentsOf = async (world: World, { integration }: Company, vehicleId: string): Promise<string[]> => {
  world.advance(2_000);
  await world.runQueues();
  const answer = await integration.get(
    `vehicles/${vehicleId}/positions?from=2026-03-02T00:00:00.000Z&to=2026-03-03T00:00:00.000Z`,
  );
  return itemsOf(answer).map(({ at }) => String(at));
};

export const SECRETS = {
  samsara: { secret: 'samsara_api_token', settings: {} },
  motive: { secret: 'motive_api_key', settings: {} },
  flespi: { secret: 'flespi_token', settings: { channelId: 42 } },
  geotab: { secret: 'geotab password', settings: { database: 'acme', userName: 'sync@acme.example' } },
} as const;

const open: Played[] = [];

/** To be called after each test. */
export const closePlayed = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((one) => one.close()));
};

/** A company that has connected a provider, which is played here. */
export const polling = async (provider: keyof typeof SECRETS, play: Play, replace?: Replace) => {
  const world = app(replace);
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const there = await played(play);
  open.push(there);
  const { secret, settings } = SECRETS[provider];
  const { connectionId } = await connect(owner, {
    ...{ provider, mode: 'poll', secret, settings: { ...settings, server: there.server } },
  });
  await world.runEvents();
  return {
    ...{ world, acme, owner, there, connectionId },
    shown: async () => (await owner.get(`provider-connections/${connectionId}`)).body,
  };
};

/** A store that fails to note how far a feed has come, as often as `armed` says. */
export const forgetful =
  (armed: { times: number }): Replace =>
  ({ operations }) => ({
    operations: {
      ...operations,
      in(tenantId: string, ...path: readonly string[]) {
        const partition = operations.in(tenantId, ...path);
        if (path[0] !== FEEDS_KIND) return partition;
        return {
          ...partition,
          async put<Doc extends object>(id: string, doc: Doc, options?: PutOptions) {
            if (armed.times > 0 && 'token' in doc) {
              armed.times -= 1;
              throw new Error('The process is gone.');
            }
            return partition.put(id, doc, options);
          },
        };
      },
    } satisfies Documents,
  });
