import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { driverResource } from '../drivers/resource.ts';
import { placeResource } from '../places/resource.ts';
import { renewalResource } from '../renewals/resource.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { type Subject, subjectKey } from './contract.ts';

type Asker = Pick<Caller, 'tenantId' | 'groups'>;
type Ports = Pick<Services, 'views' | 'streams'>;

/** A subject as others speak of it. */
export interface FoundSubject {
  /** Empty for the company. */
  readonly name: string;
  readonly groupId?: string | undefined;
}

const find = async (services: Ports, asker: Asker, { kind, id = '' }: Subject): Promise<FoundSubject> => {
  switch (kind) {
    case 'vehicle':
      return vehicleResource.find(services, asker, id);
    case 'driver':
      return driverResource.find(services, asker, id);
    case 'place':
      return placeResource.find(services, asker, id);
    case 'renewal': {
      const everything = { tenantId: asker.tenantId };
      const { title: name, subject } = await renewalResource.find(services, everything, id);
      return { name, groupId: (await find(services, everything, subject)).groupId };
    }
    case 'company':
      return { name: '' };
  }
};

/** @throws FleetError `not-found` when there is no such thing, or not for whoever asks */
export const findSubject = async (services: Ports, asker: Asker, subject: Subject): Promise<FoundSubject> => {
  const found = await find(services, asker, subject);
  // What belongs to the company itself is not for who is limited to groups.
  if (!maySee(asker, found.groupId))
    throw subject.kind === 'renewal'
      ? renewalResource.notFound()
      : notFound('subjects/not-found', 'There is no such record.');
  return found;
};

/** Of what hangs on subjects, what hangs on those that the caller may see. */
export const seenOf = async <Item>(
  services: Ports,
  asker: Asker,
  items: readonly Item[],
  subjectOf: (item: Item) => Subject,
): Promise<readonly Item[]> => {
  if (!asker.groups) return items;
  const seen = new Map<string, Promise<boolean>>();
  const isSeen = (subject: Subject): Promise<boolean> => {
    const key = subjectKey(subject);
    const known =
      seen.get(key) ??
      findSubject(services, { tenantId: asker.tenantId }, subject).then(
        ({ groupId }) => maySee(asker, groupId),
        () => false,
      );
    seen.set(key, known);
    return known;
  };
  const shown = await Promise.all(items.map((item) => isSeen(subjectOf(item))));
  return items.filter((_, index) => shown[index]);
};
