import type { Caller } from '../../shared/identity/caller.ts';
import { type Issue, invalid, isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import type { GeofenceRules, Shape } from './contract.ts';
import { shapeIssues } from './shape-issues.ts';

type Asker = Pick<Caller, 'tenantId' | 'groups'>;

/** What of a geofence is given, and is to be looked at. */
interface Given {
  readonly shape?: Shape;
  readonly rules?: GeofenceRules;
}

const under = (member: string, issues: readonly Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: [member, ...path], message }));

/** Whose vehicle it is to move with. */
const vehicleIssues = async (services: Services, caller: Asker, shape: Shape | undefined): Promise<Issue[]> => {
  if (shape?.type !== 'around-vehicle') return [];
  try {
    await vehicleResource.find(services, caller, shape.vehicleId);
    return [];
  } catch (error) {
    if (!isKind(error, 'not-found')) throw error;
    return [{ path: ['vehicleId'], message: 'Expected one of your vehicles.' }];
  }
};

/** What a schema cannot say: whether outlines enclose something, and whether what is named is there for this caller. */
export const geofenceIssues = async (services: Services, caller: Asker, { shape, rules }: Given): Promise<Issue[]> => [
  ...under('shape', shape ? shapeIssues(shape) : []),
  ...under('shape', await vehicleIssues(services, caller, shape)),
  ...under('rules', rules ? [] : []),
];

/** @throws FleetError `invalid` naming every field that is wrong */
export const requireValid = async (services: Services, caller: Asker, given: Given): Promise<void> => {
  const issues = await geofenceIssues(services, caller, given);
  const fields = [...new Set(issues.map(({ path }) => path.join('.')))].join(', ');
  if (issues.length > 0) throw invalid('geofences/invalid', `The geofence is not valid: ${fields}.`, issues);
};
