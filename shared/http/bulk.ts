import { z } from 'zod';
import type { Scope } from '../identity/caller.ts';
import { FleetError } from '../kernel/errors.ts';
import type { Services } from '../services.ts';
import { answer } from './answers.ts';
import { type Endpoint, endpoint, type Input } from './endpoint.ts';
import { Problem, problemOf } from './problem.ts';
import { ok } from './respond.ts';

const MAX_COMMANDS = 500;
/** As many at a time: enough to hide the way to the store, few enough to leave other callers their share of it. */
const LANES = 8;

type Asked = Input<unknown, unknown, unknown>;

export interface BulkSpec<Command extends z.ZodType, Thing extends z.ZodObject> {
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  /** What one result shows, and under which name: `vehicle`. */
  readonly noun: string;
  readonly schema: Thing;
  /** One command, with the id of what it changes. */
  readonly command: Command;
  /** The id of what it changes: commands of one thing are run one after the other, in the order given. */
  idOf(command: z.output<Command>): string;
  /** Runs one command for the caller, who is asked nothing else: rules and groups are looked at here. */
  run(command: z.output<Command>, asked: Asked, services: Services): Promise<z.output<Thing>>;
}

/** Runs `work` on every item, a few at a time. */
export const inLanes = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

/**
 * Many commands in one request: each is judged and done on its own, and each has its own result, whatever becomes of the others.
 * A body that is malformed anywhere is refused as a whole before anything is done.
 *
 * @example
 * export const bulkVehicles = bulk({ noun: 'vehicle', schema: Vehicle, command: VehicleCommand, ... });
 */
export const bulk = <Command extends z.ZodType, Thing extends z.ZodObject>(
  spec: BulkSpec<Command, Thing>,
): Endpoint => {
  const { summary, description, scope, noun, schema, command, idOf, run } = spec;
  const result = z.strictObject({
    index: z.int().describe('Of the command, from 0.'),
    status: z.int().describe('What the command alone would have answered.'),
    [noun]: schema.exactOptional(),
    problem: Problem.exactOptional(),
  });

  const resultOf = async (one: z.output<Command>, asked: Asked, services: Services) => {
    try {
      return { status: 200, [noun]: await run(one, asked, services) };
    } catch (error) {
      const problem = problemOf(error, asked.correlationId);
      if (!(error instanceof FleetError))
        services.log.error('a command of many failed', { correlationId: asked.correlationId, error });
      return { status: problem.status, problem };
    }
  };

  return endpoint({
    summary,
    ...(description && { description }),
    scope,
    body: z.strictObject({ commands: z.array(command).min(1).max(MAX_COMMANDS) }),
    answer: answer(z.strictObject({ results: z.array(result).describe('In the order of the commands.') })),
    async run(input, services) {
      const commands = input.body.commands as readonly z.output<Command>[];
      const results: object[] = [];
      const byThing = Map.groupBy(commands.entries(), ([, one]) => idOf(one));
      await inLanes([...byThing.values()], async (entries) => {
        for (const [index, one] of entries) results[index] = { index, ...(await resultOf(one, input, services)) };
      });
      return ok({ results });
    },
  });
};
