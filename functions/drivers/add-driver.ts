import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { handle } from './change-driver.ts';
import { AddDriverBody, Driver } from './contract.ts';
import { driverStream } from './driver.ts';
import { driverResource } from './resource.ts';
import { claimSignIn, requireMember } from './sign-in.ts';

export const addDriver = endpoint({
  summary: 'Add a driver',
  description: 'A driver needs no sign-in. With one, they see their vehicle and are told what concerns them.',
  scope: 'drivers:write',
  body: AddDriverBody,
  answer: created(Driver),
  async run(input, services) {
    const { caller, newId, now } = input;
    const { groupId, tags, licences = [], signIn, ...person } = input.body;
    const { tenantId } = caller;
    await requireGroup(services, caller, groupId);
    await validCustomFields(services, caller, 'driver', person.customFields ?? {});
    const driverId = newId('drv');
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
    const { version } = await handle(services.streams, driverStream(tenantId, driverId), command, causeOf(input));
    const added = await driverResource.find(services, caller, driverId, version);
    return entity(added, { status: 201, location: `/api/v1/drivers/${driverId}` });
  },
});
