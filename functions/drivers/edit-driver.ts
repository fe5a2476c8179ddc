import { z } from 'zod';
import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { type Endpoint, endpoint, type Input } from '../../shared/http/endpoint.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { changeDriver } from './change-driver.ts';
import { ChangeDriverBody, Driver, DriverId, DriverStatusBody, LinkDriverBody, MoveDriverBody } from './contract.ts';
import type { DriverCommand } from './driver.ts';
import { driverResource } from './resource.ts';
import { claimSignIn, requireMember } from './sign-in.ts';

type Asked<Body> = Input<{ driverId: string }, unknown, Body>;

/** An endpoint that changes one driver and answers with them as they are now. Safe to send twice. */
const changing = <Body extends z.ZodType = z.ZodUnknown>(
  summary: string,
  body: Body | undefined,
  command: (input: Asked<z.output<Body>>, services: Services) => DriverCommand | Promise<DriverCommand>,
): Endpoint =>
  endpoint({
    summary,
    scope: 'drivers:write',
    params: z.object({ driverId: DriverId }),
    ...(body && { body }),
    answer: Driver,
    async run(input, services) {
      const asked = input as Asked<z.output<Body>>;
      return changeDriver(asked, services, await command(asked, services));
    },
  });

export const editDriver = changing(
  'Change what is known of a driver',
  ChangeDriverBody,
  async ({ body, caller, now }, services) => {
    const { tags, ...person } = body;
    await validCustomFields(services, caller, 'driver', person.customFields ?? {}, { isNew: false });
    return { type: 'Change', data: { person: defined(person), ...defined({ tags }), now } };
  },
);

export const setDriverStatus = changing('Say whether a driver is there', DriverStatusBody, ({ body, now }) => ({
  type: 'SetStatus',
  data: { ...defined(body), now },
}));

export const moveDriver = changing('Move a driver to another group', MoveDriverBody, async (input, services) => {
  const groupId = input.body.groupId ?? undefined;
  await requireGroup(services, input.caller, groupId);
  return { type: 'Move', data: { ...defined({ groupId }), now: input.now } };
});

export const linkSignIn = changing('Give a driver a sign-in', LinkDriverBody, async (input, services) => {
  const { tenantId } = input.caller;
  // Before the sign-in is claimed: a claim for nobody would keep it from everybody for a minute.
  await driverResource.find(services, input.caller, input.params.driverId);
  const memberId = await requireMember(services, tenantId, input.body.signIn, 'signIn');
  await claimSignIn(services, tenantId, memberId, input.params.driverId);
  return { type: 'Link', data: { memberId, now: input.now } };
});

export const unlinkSignIn = changing('Take the sign-in of a driver away', undefined, ({ now }) => ({
  type: 'Unlink',
  data: { now },
}));
