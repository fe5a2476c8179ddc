import { join } from 'node:path';
import { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { durableEngine } from '../../../shared/sagas/durable.ts';
import type { Instance } from '../../../shared/sagas/engine.ts';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { cleanUp, eventually, start } from '../../local/host/support.ts';

let host: SpawnedHost;

beforeAll(async () => {
  host = await start(join(import.meta.dirname, 'app'));
}, 60_000);
afterAll(cleanUp);

/** Calls the engine inside a function, as an endpoint does. */
const ask = async (call: string, instance: string, more: object = {}): Promise<Instance | null> => {
  const body = JSON.stringify({ call, instance, ...more });
  const response = await fetch(`${host.url}/api/engine`, { method: 'POST', body });
  expect(response.status).toBe(200);
  return ((await response.json()) as { found: Instance | null }).found;
};

const comesTo = (instance: string, expected: object) =>
  eventually(async () => {
    const seen = await ask('find', instance);
    expect(seen).toMatchObject(expected);
    return seen;
  }, 20_000);

describe('sagas on Durable Functions', () => {
  it('are played to their outcome', async () => {
    await ask('start', 'ten_acme~sag_1');
    const seen = await comesTo('ten_acme~sag_1', { state: 'completed' });
    expect(seen).toMatchObject({
      outcome: { state: 'completed', result: { taken: 1 } },
      steps: [{ step: 'bench-take', state: 'done' }],
    });
  });

  it('are unknown before they were started', async () => expect(await ask('find', 'ten_acme~sag_never')).toBeNull());

  it('run once however often they are started, also once they have ended', async () => {
    const instance = 'ten_acme~sag_2';
    const begin = () => ask('start', instance, { request: { waitSeconds: 86_400 } });
    await Promise.all([begin(), begin()]);
    await comesTo(instance, { state: 'running', steps: [{ state: 'done' }] });
    await begin();
    await ask('raise', instance, { text: 'Arrived' });
    await comesTo(instance, { state: 'completed' });
    await begin();
    expect(await ask('find', instance)).toMatchObject({ state: 'completed', outcome: { result: { taken: 1 } } });
  });

  it('take a refusal as an answer, and undo', async () => {
    await ask('start', 'ten_acme~sag_3', { request: { refuse: true } });
    await comesTo('ten_acme~sag_3', {
      outcome: { state: 'undone', problem: { code: 'bench/taken' } },
      steps: [
        { step: 'bench-take', state: 'refused' },
        { step: 'bench-give-back', state: 'undone' },
      ],
    });
  });

  it('go on when what they wait for arrives, and do not wait for the timer that has lost', async () => {
    const instance = 'ten_acme~sag_4';
    await ask('start', instance, { request: { waitSeconds: 86_400 } });
    await comesTo(instance, { state: 'running', steps: [{ state: 'done' }] });
    await ask('raise', instance, { text: 'Arrived' });
    await comesTo(instance, { state: 'completed', outcome: { state: 'completed' } });
  });

  it('give up when it does not arrive', async () => {
    await ask('start', 'ten_acme~sag_5', { request: { waitSeconds: 0.01 } });
    await comesTo('ten_acme~sag_5', { outcome: { state: 'undone', problem: { code: 'bench/late' } } });
  });

  it('can be terminated for any reason, and more than once', async () => {
    const instance = 'ten_acme~sag_6';
    await ask('start', instance, { request: { waitSeconds: 86_400 } });
    await comesTo(instance, { state: 'running', steps: [{ state: 'done' }] });
    await ask('terminate', instance, { text: 'Wrong driver & vehicle? 100 % #1 / ä' });
    await comesTo(instance, { state: 'terminated' });
    await ask('terminate', instance, { text: 'again' });
  });

  it('are forgotten once they have ended, if they were started before', async () => {
    const [ended, waiting] = ['ten_acme~sag_7', 'ten_acme~sag_8'];
    await ask('start', ended);
    await ask('start', waiting, { request: { waitSeconds: 86_400 } });
    await comesTo(ended, { state: 'completed' });
    await comesTo(waiting, { state: 'running', steps: [{ state: 'done' }] });
    await ask('forget', '', { text: '2026-01-01T00:00:00.000Z' });
    expect(await ask('find', ended)).toMatchObject({ state: 'completed' });
    await ask('forget', '', { text: '2999-01-01T00:00:00.000Z' });
    expect(await ask('find', ended)).toBeNull();
    expect(await ask('find', waiting)).toMatchObject({ state: 'running' });
  });
});

it('say so, without an address, when the runtime does not answer', async () => {
  const client = df.input.durableClient();
  const invocation = new InvocationContext({ options: { extraInputs: [client] } });
  const nowhere = 'http://127.0.0.1:1/?code=secret';
  const urls = { id: '', statusQueryGetUri: nowhere, terminatePostUri: nowhere, sendEventPostUri: nowhere };
  invocation.extraInputs.set(client, {
    taskHubName: 'hub',
    creationUrls: { createNewInstancePostUri: nowhere },
    managementUrls: { ...urls, purgeHistoryDeleteUri: nowhere },
  });
  const engine = durableEngine(invocation);
  for (const call of [
    () => engine.find('i'),
    () => engine.terminate('i', 'why'),
    () => engine.raise('i', 'Arrived'),
    () => engine.forget(new Date()),
  ]) {
    const error = await call().catch((error: unknown) => error);
    expect(error).toMatchObject({ kind: 'upstream', code: 'sagas/unavailable' });
    expect(`${error} ${(error as Error).cause}`).not.toContain('secret');
  }
});
