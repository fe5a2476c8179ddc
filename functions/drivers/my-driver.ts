import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { memberOf } from '../access/contract.ts';
import { Driver } from './contract.ts';
import { driverResource } from './resource.ts';
import { driverOfMember } from './use-cases.ts';

export const myDriver = endpoint({
  summary: 'Show the driver you are',
  scope: 'self:read',
  answer: Driver,
  async run({ caller: { tenantId, actor } }, services) {
    const memberId = memberOf(actor);
    const driverId = memberId && (await driverOfMember(services, tenantId, memberId));
    if (!driverId) throw notFound('drivers/not-a-driver', 'You are no driver of this company.');
    // Of whatever group they are: they look at themselves.
    return entity(await driverResource.find(services, { tenantId }, driverId));
  },
});
