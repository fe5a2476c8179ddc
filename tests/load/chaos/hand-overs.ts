import { vehicleWithDevice } from '../../e2e/support/client.ts';
import { type Fact, insist, pause, type Strand, type Surroundings, settled } from './strand.ts';

/** What was accepted without being started is started by a timer, a minute and a half later at worst. */
const WITHIN_MS = 180_000;
const LOOK_AGAIN_MS = 60;

interface Accepted {
  readonly sagaId: string;
  readonly deviceKey: string;
}
interface Saga {
  readonly id: string;
  readonly subject: string;
  readonly state: string;
}
interface Page {
  readonly items: readonly Saga[];
  readonly nextCursor?: string;
}
/** How many events `done` stand: each counts, also when it is there twice for one name, unless something of that name took it back. */
const standing = (
  events: readonly Fact[],
  name: 'operation' | 'assignmentId',
  done: string,
  undone: string,
): number => {
  const back = new Set(events.filter(({ type }) => type === undone).map(({ data }) => data[name]));
  return events.filter(({ type, data }) => type === done && !back.has(data[name])).length;
};

/** Hands one van to and fro between two drivers, each time when the last saga has come to its end. */
export const handOvers = async (
  { call, api, stream }: Surroundings,
  name: string,
  drivers: readonly [string, string],
) => {
  const { vehicleId, deviceId, key } = await vehicleWithDevice(call, name);
  await call('POST', `vehicles/${vehicleId}/driver`, { body: { driver: drivers[0] } });
  const kept = new Map<string, Accepted & { readonly to: string }>();

  const stateOf = async (sagaId: string) =>
    (await insist(() => call<Saga>('GET', `ops/sagas/${sagaId}`))).body.state ?? 'unknown';

  const sagas = async () => {
    const all: Saga[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call<Page>('GET', `ops/sagas?limit=50${cursor}`);
      all.push(...body.items.filter(({ subject }) => subject === vehicleId));
      if (!body.nextCursor) return all.reverse();
      cursor = `&cursor=${body.nextCursor}`;
    }
  };

  /** A saga that should have ended, with its steps: what a person would look at. */
  const described = async ({ id, state }: Saga) => {
    const { steps } = (await call<{ steps: unknown }>('GET', `ops/sagas/${id}`)).body;
    return `saga ${id} is ${state}: ${JSON.stringify(steps)}`;
  };

  const accepts = async (deviceKey: string) =>
    (await fetch(`${api}/api/v1/ingest/osmand/${deviceKey}?lat=50&lon=7`)).status === 202;

  const examined = async (): Promise<string[]> => {
    const all = await sagas();
    const open = all.filter(({ state }) => state !== 'completed' && state !== 'undone');
    if (open.length > 0) return Promise.all(open.map(described));
    const lost = [...kept.keys()].filter((id) => !all.some((saga) => saga.id === id));
    const completed = all.filter(({ state }) => state === 'completed');
    const device = await stream(`device-${deviceId}`);
    const keys = standing(device, 'operation', 'DeviceKeyRotated', 'DeviceKeyRestored');
    const assignment = await stream(`assignment-${vehicleId}`);
    const taken = standing(assignment, 'assignmentId', 'DriverAssigned', 'AssignmentCalledOff');
    const last = kept.get(completed.at(-1)?.id ?? '');
    const driver = (await call<{ driver?: { email: string } }>('GET', `vehicles/${vehicleId}/driver`)).body.driver
      ?.email;
    return [
      ...lost.map((id) => `saga ${id} was accepted and is not there`),
      ...(keys === completed.length ? [] : [`${completed.length} hand-overs replaced the key ${keys} times`]),
      ...(taken === completed.length + 1 ? [] : [`${completed.length} hand-overs assigned ${taken - 1} times`]),
      // The last one may be one whose answer was lost; its key nobody knows.
      ...(last && driver !== last.to ? [`${name} is driven by ${driver}, not ${last.to}`] : []),
      ...(last && !(await accepts(last.deviceKey)) ? ['the newest device key is refused'] : []),
      ...(last && (await accepts(key)) ? ['the first device key still works'] : []),
    ];
  };

  const strand: Strand = {
    name: `hand-overs of ${name}`,
    async run(until) {
      for (let turn = 1; !until.aborted; turn += 1) {
        const to = drivers[turn % 2] ?? drivers[0];
        const body = { toDriver: to, deviceId };
        const { status, body: answer } = await insist(() =>
          call<Accepted>('POST', `vehicles/${vehicleId}/hand-over`, { body }),
        );
        // 409: the one before was accepted without an answer, and this driver has the van already or is about to.
        if (status !== 202 && status !== 409) throw new Error(`A hand-over was answered with ${status}.`);
        if (status === 202) kept.set(answer.sagaId, { ...answer, to });
        while (status === 202 && !until.aborted && (await stateOf(answer.sagaId)) === 'running')
          await pause(LOOK_AGAIN_MS);
        await pause(LOOK_AGAIN_MS);
      }
    },
    problems: () => settled(examined, WITHIN_MS),
    acknowledged: () => kept.size,
  };
  return strand;
};
