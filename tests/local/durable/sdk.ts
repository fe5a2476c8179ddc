import { createRequire } from 'node:module';
import type { ActivityHandler, EntityHandler, OrchestrationHandler } from 'durable-functions';
import type { DurableApp, FunctionKind } from '../../../local/durable/functions.ts';

type Handler = (trigger: unknown, context: object) => Promise<unknown>;

// What `df.app.orchestration` and `df.app.entity` register, without a Functions host to register it with.
const {
  createOrchestrator,
  createEntityFunction,
}: { createOrchestrator(fn: unknown): Handler; createEntityFunction(fn: unknown): Handler } = createRequire(
  import.meta.filename,
)('durable-functions/lib/src/util/testingUtils.js');

export interface Functions {
  readonly orchestrators?: Readonly<Record<string, OrchestrationHandler>>;
  readonly activities?: Readonly<Record<string, ActivityHandler>>;
  readonly entities?: Readonly<Record<string, EntityHandler<unknown>>>;
}

const wireValue = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
};

/** An app of plain handlers, run by the real SDK as the Functions host would run it. */
export const sdkApp = ({ orchestrators = {}, activities = {}, entities = {} }: Functions): DurableApp => {
  const handlers: Record<FunctionKind, Readonly<Record<string, Handler>>> = {
    orchestrator: Object.fromEntries(Object.entries(orchestrators).map(([name, fn]) => [name, createOrchestrator(fn)])),
    activity: Object.fromEntries(
      Object.entries(activities).map(([name, fn]) => [name, async (input, context) => fn(input, context as never)]),
    ),
    entity: Object.fromEntries(Object.entries(entities).map(([name, fn]) => [name, createEntityFunction(fn)])),
  };
  return {
    names: (kind) => Object.keys(handlers[kind]),
    async invoke(kind, name, input, instanceId) {
      const handler = handlers[kind][name];
      if (!handler) throw new Error(`There is no ${kind} ${name}.`);
      return wireValue(await handler(parsed(input), { df: undefined, triggerMetadata: { instanceId } }));
    },
  };
};
