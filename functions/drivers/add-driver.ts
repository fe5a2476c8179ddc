import type { z } from 'zod';
import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { created } from '../../shared/http/answers.ts';
import { type Asking, causeOfNew } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { handle } from './change-driver.ts';
import { AddDriverBody, Driver } from './contract.ts';
import { driverStream } from './driver.ts';
import { driverResource } from './resource.ts';
import { claimSignIn, requireMember } from './sign-in.ts';

/** Adds a driver under an id of the caller's choosing. Safe to repeat with the same ids. */
export const addDriverAs = async (
  services: Services,
  asked: Asking,
  driverId: string,
  newId: NewId,
  { groupId, tags, licences = [], signIn, ...person }: z.output<typeof AddDriverBody>,
): Promise<Driver> => {
  const { caller, now } = asked;
  const { tenantId } = caller;
  await requireGroup(services, caller, groupId);
  await validCustomFields(services, caller, 'driver', person.customFields ?? {});
  const memberId = signIn && (await requireMember(services, tenantId, signIn, 'signIn'));
  if (memberId) await claimSignIn(services, tenantId, memberId, driverId);
  const command = {
    type: 'Add',
    data: {
      ...{ driverId, person: defined(person), now },
      licences: licences.map((licence) => ({ licenceId: newId('lic'), ...defined(licence) })),
      ...defined({ groupId, tags, memberId }),
    },
  } as const;
  const { version } = await handle(services.streams, driverStream(tenantId, driverId), command, causeOfNew(asked));
  return driverResource.find(services, caller, driverId, version);
};

export const addDriver = endpoint({
  summary: 'Add a driver',
  description: 'A driver needs no sign-in. With one, they see their vehicle and are told what concerns them.',
  scope: 'drivers:write',
  body: AddDriverBody,
  answer: created(Driver),
  async run(input, services) {
    const driverId = input.newId('drv');
    const added = await addDriverAs(services, input, driverId, input.newId, input.body);
    return entity(added, { status: 201, location: `/api/v1/drivers/${driverId}` });
  },
});
