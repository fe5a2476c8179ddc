import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { memberOf } from '../access/contract.ts';
import { Driver, type DriverEntry, memberDriversPartition } from './contract.ts';
import { driverResource } from './resource.ts';

export const driverOfMember = async ({ lookups }: Pick<Services, 'lookups'>, tenantId: string, memberId: string) =>
  (await lookups.find<DriverEntry>(memberDriversPartition(tenantId), memberId))?.driverId;

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
