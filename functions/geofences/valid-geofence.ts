import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { knownGroups } from '../../shared/identity/group-tree.ts';
import { type Issue, invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { type VehicleEntry, vehiclesPartition } from '../vehicles/contract.ts';
import { validateActiveTimes } from './active-times.ts';
import type { GeofenceRules, Shape } from './contract.ts';
import { shapeIssues } from './shape-issues.ts';

type Asker = Pick<Caller, 'tenantId' | 'groups'>;
type Ports = Pick<Services, 'lookups'>;

/** What of a geofence is given, and is to be looked at. */
export interface Given {
  readonly shape?: Shape;
  readonly rules?: GeofenceRules;
}

const under = (members: readonly string[], issues: readonly Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: [...members, ...path], message }));

/** Something that a geofence names, and where. */
type Mention = readonly [id: string, path: readonly PropertyKey[]];

const mentioned = (ids: readonly string[] | undefined, path: readonly PropertyKey[]): Mention[] =>
  (ids ?? []).map((id, index) => [id, [...path, index]]);

const vehiclesIn = ({ shape, rules }: Given): Mention[] => [
  ...(shape?.type === 'around-vehicle' ? [[shape.vehicleId, ['shape', 'vehicleId']] as const] : []),
  ...mentioned(rules?.appliesTo?.vehicleIds, ['rules', 'appliesTo', 'vehicleIds']),
];

const missing = (mentions: readonly Mention[], isKnown: (id: string) => boolean, what: string): Issue[] =>
  mentions.flatMap(([id, path]) => (isKnown(id) ? [] : [{ path, message: `Expected one of your ${what}.` }]));

/** Vehicles and groups that are not there for this caller. */
const referenceIssues = async ({ lookups }: Ports, caller: Asker, given: Given): Promise<Issue[]> => {
  const vehicles = vehiclesIn(given);
  const groups = mentioned(given.rules?.appliesTo?.groupIds, ['rules', 'appliesTo', 'groupIds']);
  const entries =
    vehicles.length === 0
      ? undefined
      : await lookups.findMany<VehicleEntry>(
          vehiclesPartition(caller.tenantId),
          vehicles.map(([id]) => id),
        );
  const isSeen = (id: string) => {
    const entry = entries?.get(id);
    return entry !== undefined && maySee(caller, entry.groupId);
  };
  const ids = groups.map(([id]) => id);
  const known = await knownGroups(lookups, caller, ids);
  return [...missing(vehicles, isSeen, 'vehicles'), ...missing(groups, (id) => known.has(id), 'groups')];
};

/** What a schema cannot say: whether outlines enclose something, whether times ever come, and whether what is named is there for this caller. */
export const geofenceIssues = async (services: Ports, caller: Asker, given: Given): Promise<Issue[]> => [
  ...under(['shape'], given.shape ? shapeIssues(given.shape) : []),
  ...under(
    ['rules', 'activeTimes'],
    given.rules?.activeTimes ? await validateActiveTimes(given.rules.activeTimes) : [],
  ),
  ...(await referenceIssues(services, caller, given)),
];

/** @throws FleetError `invalid` naming every field that is wrong */
export const requireValid = async (services: Ports, caller: Asker, given: Given): Promise<void> => {
  const issues = await geofenceIssues(services, caller, given);
  const fields = [...new Set(issues.map(({ path }) => path.join('.')))].join(', ');
  if (issues.length > 0) throw invalid('geofences/invalid', `The geofence is not valid: ${fields}.`, issues);
};
