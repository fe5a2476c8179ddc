import { functionNamed, messageOf } from './functions.ts';
import { EventType } from './history.ts';
import type { TaskHub } from './task-hub.ts';

type EntityName = Readonly<{ name: string; key: string }>;
/** An operation on its way to an entity. Without `signal`, the orchestration `parent` waits for the answer. */
type Request = Readonly<{ op: string; id: string; signal?: true; input?: string; parent?: string }>;

/** What an entity function answers: one result per operation, and the state after all of them; values are JSON. */
interface Outcome {
  readonly entityExists: boolean;
  readonly entityState?: string | null;
  readonly results: readonly Readonly<{ isError: boolean; result?: string }>[];
  readonly signals: readonly Readonly<{ target: EntityName; name: string; input?: string }>[];
}

/** Where an entity lives: `@name@key`, the name in lower case. */
export const entityId = (name: string, key: string): string => `@${name.toLowerCase()}@${key}`;

export const entityParts = (id: string): EntityName => {
  const at = id.indexOf('@', 1);
  return { name: id.slice(1, at), key: id.slice(at + 1) };
};

/** Runs a batch of operations. A function that fails as a whole fails every operation and changes nothing. */
const run = async ({ app, store }: TaskHub, id: string, requests: readonly Request[]): Promise<Outcome> => {
  const self = entityParts(id);
  const known = store.entity(id);
  const batch = requests.map(({ op, input = null, signal = false }) => ({ name: op, input, isSignal: signal }));
  const payload = { self, exists: known !== undefined, state: known?.state ?? null, batch };
  try {
    const name = functionNamed(app, 'entity', self.name);
    const outcome: Outcome = Object(await app.invoke('entity', name, JSON.stringify(payload), id));
    if (Array.isArray(outcome.results)) return outcome;
    throw new Error('An entity must be a function of durable-functions.');
  } catch (error) {
    const results = requests.map(() => ({ isError: true, result: JSON.stringify(messageOf(error)) }));
    return { entityExists: payload.exists, entityState: payload.state, results, signals: [] };
  }
};

/** Lets an entity deal with everything in its inbox, and stores its state together with its answers and signals. */
export const runEntity = async (hub: TaskHub, id: string): Promise<void> => {
  const { store } = hub;
  const letters = store.inbox(id, hub.clock.now());
  if (letters.length === 0) return;
  const requests = letters.map(({ text }): Request => JSON.parse(text));
  const { entityExists, entityState, results, signals } = await run(hub, id, requests);
  hub.atomically(() => {
    for (const { seq } of letters) store.take(seq);
    if (entityExists) store.putEntity(id, entityState ?? null, hub.clock.now());
    else store.removeEntity(id);
    for (const [index, { id: Name, parent, signal }] of requests.entries()) {
      if (signal || parent === undefined) continue;
      const { isError = false, result = null } = results[index] ?? {};
      const Input = JSON.stringify({ result, ...(isError && { exceptionType: 'Error' }) });
      hub.tell(parent, { EventType: EventType.EventRaised, Name, Input });
    }
    for (const { target, name: op, input } of signals)
      hub.post(entityId(target.name, target.key), { op, id: hub.newId(), signal: true, ...(input && { input }) });
  });
};
