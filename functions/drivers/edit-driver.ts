import { z } from 'zod';
import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import type { Asking } from '../../shared/http/cause.ts';
import { type Endpoint, endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { Services } from '../../shared/services.ts';
import { changeDriver } from './change-driver.ts';
import {
  ChangeDriverBody,
  Driver,
  DriverId,
  DriverStatusBody,
  LinkDriverBody,
  MoveDriverBody,
  TagDriverBody,
} from './contract.ts';
import type { DriverCommand } from './driver.ts';
import { driverResource } from './resource.ts';
import { claimSignIn, requireMember } from './sign-in.ts';

/** How the body of a request becomes a command on one driver. */
type Meaning<Body> = (
  services: Services,
  asked: Asking,
  driverId: string,
  body: Body,
) => DriverCommand | Promise<DriverCommand>;

export const meanings = {
  patch: (async (services, { caller, now }, _, { tags, ...person }) => {
    await validCustomFields(services, caller, 'driver', person.customFields ?? {}, { isNew: false });
    return { type: 'Change', data: { person: defined(person), ...defined({ tags }), now } };
  }) satisfies Meaning<z.output<typeof ChangeDriverBody>>,

  status: ((_, { now }, __, body) => ({ type: 'SetStatus', data: { ...defined(body), now } })) satisfies Meaning<
    z.output<typeof DriverStatusBody>
  >,

  move: (async (services, { caller, now }, _, body) => {
    const groupId = body.groupId ?? undefined;
    await requireGroup(services, caller, groupId);
    return { type: 'Move', data: { ...defined({ groupId }), now } };
  }) satisfies Meaning<z.output<typeof MoveDriverBody>>,

  tag: ((_, { now }, __, { tags }) => ({ type: 'Tag', data: { tags, now } })) satisfies Meaning<
    z.output<typeof TagDriverBody>
  >,

  untag: ((_, { now }, __, { tags }) => ({ type: 'Untag', data: { tags, now } })) satisfies Meaning<
    z.output<typeof TagDriverBody>
  >,

  link: (async (services, { caller, now }, driverId, { signIn }) => {
    // Before the sign-in is claimed: a claim for nobody would keep it from everybody for a minute.
    await driverResource.find(services, caller, driverId);
    const memberId = await requireMember(services, caller.tenantId, signIn, 'signIn');
    await claimSignIn(services, caller.tenantId, memberId, driverId);
    return { type: 'Link', data: { memberId, now } };
  }) satisfies Meaning<z.output<typeof LinkDriverBody>>,
};

/** An endpoint that changes one driver and answers with them as they are now. Safe to send twice. */
const changing = <Body extends z.ZodType>(summary: string, body: Body, meaning: Meaning<z.output<Body>>): Endpoint =>
  endpoint({
    summary,
    scope: 'drivers:write',
    params: z.object({ driverId: DriverId }),
    body,
    answer: Driver,
    async run(input, services) {
      const { driverId } = input.params;
      const command = await meaning(services, input, driverId, input.body);
      return entity(await changeDriver(services, input, driverId, command));
    },
  });

export const editDriver = changing('Change what is known of a driver', ChangeDriverBody, meanings.patch);
export const setDriverStatus = changing('Say whether a driver is there', DriverStatusBody, meanings.status);
export const moveDriver = changing('Move a driver to another group', MoveDriverBody, meanings.move);
export const tagDriver = changing('Tag a driver', TagDriverBody, meanings.tag);
export const untagDriver = changing('Take tags from a driver', TagDriverBody, meanings.untag);
export const linkSignIn = changing('Give a driver a sign-in', LinkDriverBody, meanings.link);
export const unlinkSignIn = changing('Take the sign-in of a driver away', z.unknown(), (_, { now }) => ({
  type: 'Unlink',
  data: { now },
}));
