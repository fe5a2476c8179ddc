import { z } from 'zod';
import { execute } from '../../../shared/eventstore/execute.ts';
import { inLanes } from '../../../shared/http/bulk.ts';
import { causeOf } from '../../../shared/http/cause.ts';
import { endpoint, type Input } from '../../../shared/http/endpoint.ts';
import { ok } from '../../../shared/http/respond.ts';
import { requireGroup } from '../../../shared/identity/group-tree.ts';
import { FleetError } from '../../../shared/kernel/errors.ts';
import type { Services } from '../../../shared/services.ts';
import { GroupId } from '../../groups/contract.ts';
import { type GeofenceCommand, geofence, geofenceStream } from '../geofence.ts';
import {
  IMPORT_STATUSES,
  type ImportedFeature,
  ImportedFeatures,
  ImportGeofencesBody,
  MAX_FEATURES,
} from './contract.ts';
import { type Change, planned } from './plan-import.ts';

const handle = execute(geofence);

type Asked = Input<unknown, unknown, unknown>;
type Status = ImportedFeature['status'];

const commandOf = ({ drawn, patch }: Change, now: string): GeofenceCommand => ({
  type: 'Import',
  data: { drawn, patch, now },
});

/** Makes those that are new, in bulk. What is not among them was there, though the view did not say so. */
const createAll = async (input: Asked, services: Services, changes: readonly Change[]): Promise<Set<Change>> => {
  const { caller, now } = input;
  const appends = changes.flatMap((change) =>
    geofence.decide(commandOf(change, now), geofence.initial).map((event) => ({
      streamId: geofenceStream('', change.drawn.geofenceId).streamId,
      expected: 0,
      event,
    })),
  );
  const recorded = await services.streams.appendEach(caller.tenantId, appends, causeOf(input));
  return new Set(changes.filter((_, index) => recorded[index] !== undefined));
};

const updated = async (input: Asked, services: Services, change: Change): Promise<Status> => {
  const { expected: _, ...cause } = causeOf(input);
  const stream = geofenceStream(input.caller.tenantId, change.drawn.geofenceId);
  const { events } = await handle(services.streams, stream, commandOf(change, input.now), cause);
  return events.length > 0 ? 'updated' : 'unchanged';
};

const statusOf = (statuses: readonly Status[]): Status =>
  statuses.find((one) => one === 'created') ?? statuses.find((one) => one === 'updated') ?? 'unchanged';

const keysOf = (path: readonly PropertyKey[]) => path.map((key) => (typeof key === 'number' ? key : String(key)));

export const importGeofences = endpoint({
  summary: 'Import geofences from GeoJSON',
  description: `A FeatureCollection (RFC 7946) of up to ${MAX_FEATURES} features: Polygon, MultiPolygon (one geofence for each part), LineString with the property \`width\`, Point with \`radius\`, in metres. \`properties\` has a \`name\`, and may have \`description\`, \`colour\` and \`tags\`. What is imported again is found again: by \`properties.externalId\`, the feature's \`id\`, or its name; so a file can be sent twice. Every feature is done or refused on its own.`,
  scope: 'geofences:write',
  query: z.strictObject({
    groupId: GroupId.optional().describe('Where new ones are put; without it, into the company itself.'),
  }),
  body: ImportGeofencesBody,
  answer: ImportedFeatures,
  async run(input, services) {
    const { body, query, caller } = input;
    await requireGroup(services, caller, query.groupId);
    const plans = await planned(services, caller, body.features, query.groupId);
    const all = plans.flatMap((plan) => ('changes' in plan ? plan.changes : []));
    const created = await createAll(
      input,
      services,
      all.filter(({ does }) => does === 'create'),
    );

    const done = async (change: Change): Promise<Status> => {
      if (created.has(change)) return 'created';
      return change.does === 'nothing' ? 'unchanged' : updated(input, services, change);
    };
    const results: ImportedFeature[] = [];
    await inLanes([...plans.entries()], async ([index, plan]) => {
      if ('issues' in plan) {
        const issues = plan.issues.map(({ path, message }) => ({ path: keysOf(path), message }));
        results[index] = { index, status: 'refused', issues };
        return;
      }
      const geofenceIds = plan.changes.map(({ drawn }) => drawn.geofenceId);
      try {
        const statuses: Status[] = [];
        for (const change of plan.changes) statuses.push(await done(change));
        results[index] = { index, status: statusOf(statuses), geofenceIds };
      } catch (error) {
        if (!(error instanceof FleetError) || error.kind === 'upstream') throw error;
        results[index] = { index, status: 'refused', geofenceIds, issues: [{ path: [], message: error.message }] };
      }
    });
    const counts = IMPORT_STATUSES.map((status) => [status, results.filter((one) => one.status === status).length]);
    return ok({ ...Object.fromEntries(counts), results });
  },
});
