import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, type ApiClient, explain } from '../api-client.ts';
import type { Memory } from './recall.ts';
import type { Site } from './sites.ts';
import { SUPPLY } from './supply.ts';

const Geofences = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      externalId: z.string().optional(),
      version: z.number(),
      rules: z.looseObject({}),
    }),
  ),
  nextCursor: z.string().optional(),
});
type Known = z.infer<typeof Geofences>['items'][number];

const Imported = z.object({
  results: z.array(z.object({ status: z.string(), issues: z.array(z.object({ message: z.string() })).optional() })),
});

/** How often, and after how many milliseconds, it is looked whether what was made can be seen. */
const LOOKS = 40;
const LOOK_MS = 250;

type Log = (message: string) => void;

/**
 * Sees to it that the company has these geofences, before anybody drives into them. What is there already stays as somebody
 * has drawn, named, ruled or archived it. Throws `Unavailable`; what the API refuses is only logged.
 */
export const provideGeofences = async (client: ApiClient, sites: readonly Site[], log: Log): Promise<void> => {
  const before = await geofencesOf(client);
  const missing = sites.filter(({ feature }) => !before.has(feature.properties.externalId));
  if (missing.length > 0) await imported(client, missing, log);

  const after = missing.length > 0 ? await onceSeen(client, missing) : before;
  const ruled = sites.filter(({ rules, feature }) => rules && isAsImported(after.get(feature.properties.externalId)));
  for (const { rules, feature } of ruled) {
    const id = after.get(feature.properties.externalId)?.id;
    const answer = await client.call('PATCH', `/geofences/${id}`, { rules });
    if (answer.status !== 200) log(`A geofence got no rules: ${explain(answer)}`);
  }
  if (ruled.length > 0) await onceSeen(client, ruled, (known) => !isAsImported(known));
};

/** Says how much there is room for in vehicles of which nobody has said so. Throws `Unavailable`; what the API refuses is only logged. */
export const equip = async (client: ApiClient, memories: ReadonlyMap<string, Memory>, log: Log): Promise<void> => {
  for (const [vehicleId, { kind, isEquipped }] of memories) {
    if (isEquipped) continue;
    const { of, room } = SUPPLY[kind];
    const body = of === 'fuel' ? { tankMillilitres: room } : { batteryWattHours: room };
    const answer = await client.call('PATCH', `/vehicles/${vehicleId}`, body);
    if (answer.status !== 200) log(`A vehicle has a tank of unknown size: ${explain(answer)}`);
  }
};

/** Nobody has touched it since, and it was not interrupted before it got its rules. */
const isAsImported = (known: Known | undefined): known is Known =>
  known !== undefined && known.version === 1 && Object.keys(known.rules).length === 0;

const imported = async (client: ApiClient, sites: readonly Site[], log: Log): Promise<void> => {
  const answer = await client.call('POST', '/geofences/import', {
    type: 'FeatureCollection',
    features: sites.map(({ feature }) => feature),
  });
  if (answer.status !== 200) return log(`The geofences were refused: ${explain(answer)}`);
  for (const { status, issues = [] } of Imported.parse(answer.body).results)
    if (status === 'refused') log(`A geofence was refused: ${issues.map(({ message }) => message).join(' ')}`);
};

/** What there is, as soon as it shows all of these: lists follow what is done a moment later. */
const onceSeen = async (
  client: ApiClient,
  sites: readonly Site[],
  isSeen: (known: Known) => boolean = () => true,
): Promise<ReadonlyMap<string, Known>> => {
  for (let look = 1; ; look++) {
    const known = await geofencesOf(client);
    const all = sites.every(({ feature }) => {
      const one = known.get(feature.properties.externalId);
      return one !== undefined && isSeen(one);
    });
    if (all || look === LOOKS) return known;
    await sleep(LOOK_MS);
  }
};

const geofencesOf = async (client: ApiClient): Promise<ReadonlyMap<string, Known>> => {
  const known = new Map<string, Known>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '500', status: 'active,archived', ...(cursor && { cursor }) });
    const page = Geofences.parse(expectOk(await client.call('GET', `/geofences?${query}`)));
    for (const one of page.items) if (one.externalId !== undefined) known.set(one.externalId, one);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return known;
};

const expectOk = (answer: Answer): unknown => {
  if (answer.status === 200) return answer.body;
  throw new Error(`Could not read which geofences there are: ${explain(answer)}`);
};
