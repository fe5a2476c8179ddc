import { z } from 'zod';
import { bulk } from '../../shared/http/bulk.ts';
import type { Asking } from '../../shared/http/cause.ts';
import type { Services } from '../../shared/services.ts';
import { changeDriver } from './change-driver.ts';
import { ChangeDriverBody, Driver, DriverId, DriverStatusBody, MoveDriverBody, TagDriverBody } from './contract.ts';
import type { DriverCommand } from './driver.ts';
import { meanings } from './edit-driver.ts';

const which = {
  driverId: DriverId,
  expected: z.int().min(1).exactOptional().describe('Only if the driver is at this version, as with `If-Match`.'),
};

/** The same bodies as one by one, with the driver and the command's name. */
const Command = z
  .discriminatedUnion('command', [
    MoveDriverBody.extend({ ...which, command: z.literal('move') }),
    DriverStatusBody.extend({ ...which, command: z.literal('status') }),
    TagDriverBody.extend({ ...which, command: z.literal('tag') }),
    TagDriverBody.extend({ ...which, command: z.literal('untag') }),
    z.strictObject({ ...which, command: z.literal('patch'), patch: ChangeDriverBody }),
  ])
  .meta({ id: 'DriverCommand', description: 'One command on one driver.' });

const meant = (
  services: Services,
  asked: Asking,
  given: z.output<typeof Command>,
): DriverCommand | Promise<DriverCommand> => {
  switch (given.command) {
    case 'patch':
      return meanings.patch(services, asked, given.driverId, given.patch);
    case 'move':
      return meanings.move(services, asked, given.driverId, { groupId: given.groupId });
    case 'status':
      return meanings.status(services, asked, given.driverId, { status: given.status, reason: given.reason });
    case 'tag':
      return meanings.tag(services, asked, given.driverId, { tags: given.tags });
    case 'untag':
      return meanings.untag(services, asked, given.driverId, { tags: given.tags });
  }
};

export const bulkDrivers = bulk({
  summary: 'Change many drivers at once',
  description:
    'Each command is done on its own and has its own result; those of one driver are done in the order given.',
  scope: 'drivers:write',
  noun: 'driver',
  schema: Driver,
  command: Command,
  idOf: ({ driverId }) => driverId,
  async run(command, { caller, now, correlationId, from, seed }, services) {
    const asked = { caller, now, correlationId, from, seed, expected: command.expected };
    return changeDriver(services, asked, command.driverId, await meant(services, asked, command));
  },
});
