import { authenticate } from '../../functions/access/authenticate.ts';
import { areas, projections } from '../../functions/index.ts';
import type { Cloud } from '../../local/cloud.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import { type Replace, type World, world } from '../../shared/testing/world.ts';

export interface OverCosmos {
  readonly world: World;
  close(): Promise<void>;
}

/** An instance of the app whose documents and events are in Cosmos DB, and everything else in memory; no limits are in its way. */
export const overCosmos = async (cloud: Cloud, replace: Replace = () => ({})): Promise<OverCosmos> => {
  const composed = await composeServices(readConfig(cloud.settings), { projections, authenticate });
  const { streams, views, generations, live, history, operations, audit, personal, lookups, foldEvents } = composed;
  const stored = { streams, views, generations, live, history, operations, audit, personal, lookups, foldEvents };
  const app = world({ areas, authenticate }, (usual) => {
    const { clock, log, settings } = usual;
    return {
      ...stored,
      authenticate: authenticate({ lookups, operations, clock, log }),
      settings: { ...settings, limits: { apiPerMinute: 1e9, ingestPerMinute: 1e9 } },
      ...replace({ ...usual, ...stored }),
    };
  });
  return { world: app, close: composed.close };
};
