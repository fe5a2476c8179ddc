import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered, differs, refused } from '../conformance.ts';
import { cleanUp, eventually, start } from '../host/support.ts';
import { appDir } from './support.ts';

let host: SpawnedHost;

beforeAll(async () => {
  host = await start(appDir);
});
afterAll(cleanUp);

const post = async (path: string, body?: unknown) => {
  const response = await fetch(`${host.url}/api/${path}`, {
    method: 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};

/** Starts an orchestration, waits for its end and gives its output, or its status when it failed. */
const run = async (name: string, input?: unknown, id = '') => (await post(`run/${name}/${id}`, input)).body;

/** Calls the SDK's client inside the app. */
const client = async (method: string, args: object) => (await post(`client/${method}`, args)).body;
const statusOf = async (id: string) => (await client('getStatus', { id })).value;
const begin = (name: string, id: string, input?: unknown) => post(`run/${name}/${id}?start`, input);
const reached = (id: string, runtimeStatus: string) =>
  eventually(async () => {
    const status = await statusOf(id);
    expect(status.runtimeStatus).toBe(runtimeStatus);
    return status;
  });

describe(covered('orchestrations, activities, custom status'), () => {
  it('run one after the other, and undefined comes back as null', async () => {
    expect(await run('sequence', undefined, 'sequence')).toEqual(['hi a', 'hi b', 'hi c', null]);
    expect(await statusOf('sequence')).toMatchObject({
      name: 'sequence',
      customStatus: { at: 'c' },
      runtimeStatus: 'Completed',
    });
  });

  it('give an error that can be caught, and one that cannot fails the instance', async () => {
    expect(await run('guarded')).toBe("Error: Activity function 'book' failed: no cars");
    expect(await run('failing')).toMatchObject({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'failing' failed: orchestration boom",
    });
  });

  it('say which activities there are when there is none of that name', async () => {
    expect((await run('unknownActivity')).output).toContain(
      "The function 'nobody' doesn't exist, is disabled, or is not an activity function.",
    );
  });
});

describe(covered('Task.all: fan-out and fan-in'), () => {
  it('over 50 activities', async () => expect(await run('fan', 50)).toBe(1275));

  it('lets the code catch a failure at once, but begins what the code then does when all siblings are through', async () => {
    expect(await run('impatient')).toBeGreaterThanOrEqual(79);
  });
});

describe(covered('activities with retry'), () => {
  it('until one succeeds, in parallel, and until there are no attempts left', async () => {
    expect(await run('retry', undefined, 'retry')).toEqual({
      third: 3,
      both: [2, 3],
      exhausted: "Error: Activity function 'flaky' failed: attempt 2",
    });
  });
});

describe(covered('sub-orchestrations'), () => {
  it('have an input, an output, an id, a parent, and errors', async () => {
    expect(await run('parent', undefined, 'family')).toEqual({
      child: { x: 1 },
      named: { id: 'family-child', parent: 'family' },
      error: "Error: Orchestrator function 'failing' failed: orchestration boom",
    });
  });
});

describe(covered('durable timers'), () => {
  it('fire, and not before their time', async () => expect(await run('timer')).toBe(true));
});

describe(covered('external events, Task.any'), () => {
  it('win over a timer, or lose', async () => {
    await begin('approval', 'approved', { ms: 60_000 });
    await reached('approved', 'Running');
    await client('raiseEvent', { id: 'approved', rest: ['Approve', { by: 'me' }] });
    expect(await reached('approved', 'Completed')).toMatchObject({ output: 'approved: {"by":"me"}' });
    expect(await run('approval', { ms: 30 })).toBe('too late');
  });

  it('may come before anybody waits', async () => {
    await begin('approval', 'early', { ms: 60_000 });
    await client('raiseEvent', { id: 'early', rest: ['Approve', 1] });
    expect(await reached('early', 'Completed')).toMatchObject({ output: 'approved: 1' });
  });

  it('cannot come without a value, as in Azure', async () => {
    await begin('approval', 'empty', { ms: 60_000 });
    expect((await client('raiseEvent', { id: 'empty', rest: ['Approve'] })).error).toContain(
      'unexpected status code: 400',
    );
  });

  it('do not bring a task that races twice its own result, as in the SDK today', async () => {
    expect(await run('raceAgain')).toBe(300);
  });
});

describe(covered('compensation in a saga'), () => {
  it('undoes what was done', async () => expect(await run('saga')).toEqual(['flight undone', 'hotel undone']));
});

describe(covered('continueAsNew'), () => {
  it('begins anew with the next input', async () => {
    expect(await run('eternal', { n: 1, said: [] })).toEqual(['hi 1', 'hi 2', 'hi 3', 'hi 4', 'hi 5']);
  });

  it('takes events along that come after it', async () => {
    await begin('collect', 'collect', { got: [] });
    for (const n of [1, 2, 3])
      await eventually(async () => {
        await client('raiseEvent', { id: 'collect', rest: ['Item', n] });
        await eventually(async () =>
          expect((await statusOf('collect')).input?.got?.length ?? 3).toBeGreaterThanOrEqual(Math.min(n, 2)),
        );
      });
    expect(await reached('collect', 'Completed')).toMatchObject({ output: [1, 2, 3] });
  });

  it('encodes a text twice, as in Azure', async () => expect(await run('anewWithText', 'start')).toBe('"next"'));
});

describe(covered('callHttp'), () => {
  it('gives status and content', async () => {
    expect(await run('http', `${host.url}/api/quickly`)).toEqual({ status: 200, content: 'here' });
    expect(await run('http', `${host.url}/api/nowhere`)).toMatchObject({ status: 404 });
  });

  it('asks again as long as the answer is 202 with a Location', async () => {
    expect(await run('http', `${host.url}/api/slowly`)).toEqual({ status: 200, content: '{"asked":3}' });
  });

  it('fails where nobody answers', async () => {
    expect((await run('http', 'http://127.0.0.1:1/')).output).toContain(
      "Activity function 'BuiltIn::HttpActivity' failed",
    );
  });
});

it(refused('callHttp with a managed identity'), async () => {
  expect((await run('managedIdentity')).output).toContain(
    'callHttp with a token source (managed identity) is not simulated',
  );
});

describe(covered('entities: signal, call, state, signals among them'), () => {
  it('take signals and calls in order, and keep their state', async () => {
    // The SDK writes an error as {}, so its text is lost, here as in Azure.
    expect(await run('counters', 'c1')).toEqual({ value: 12, error: '[object Object]', after: 12 });
    await eventually(async () =>
      expect(await client('readEntityState', { entity: ['Counter', 'other'] })).toEqual({
        value: { entityExists: true, entityState: 1 },
      }),
    );
  });

  it('are signalled and read by a client, and deleted', async () => {
    const entity = ['Counter', 'mine'];
    await client('signalEntity', { entity, rest: ['add', 3] });
    await eventually(async () => expect((await client('readEntityState', { entity })).value.entityState).toBe(3));
    await client('signalEntity', { entity, rest: ['delete'] });
    await eventually(async () => expect((await client('readEntityState', { entity })).value.entityExists).toBe(false));
  });
});

it(refused('entity locks'), async () => {
  expect((await run('locks')).output).toContain(
    'lock requires a Durable Functions extension that supports OOProc schema V4 or higher',
  );
});

describe(covered('suspend, resume, terminate'), () => {
  it('keep what comes in for later', async () => {
    await begin('approval', 'suspended', { ms: 60_000 });
    await reached('suspended', 'Running');
    await client('suspend', { id: 'suspended', rest: ['wait'] });
    await reached('suspended', 'Suspended');
    await client('raiseEvent', { id: 'suspended', rest: ['Approve', 5] });
    expect((await statusOf('suspended')).runtimeStatus).toBe('Suspended');
    await client('resume', { id: 'suspended', rest: ['go on'] });
    expect(await reached('suspended', 'Completed')).toMatchObject({ output: 'approved: 5' });
  });

  it('end an orchestration with a reason', async () => {
    await begin('approval', 'terminated', { ms: 60_000 });
    await client('terminate', { id: 'terminated', rest: ['enough'] });
    expect(await reached('terminated', 'Terminated')).toMatchObject({ output: 'enough' });
    expect(await client('terminate', { id: 'terminated', rest: ['again'] })).toEqual({ value: null });
  });
});

describe(covered('the client: start, query, purge, rewind'), () => {
  it('refuses an id that runs, an unknown function and a bad id, and reuses one that has ended', async () => {
    await begin('approval', 'twice', { ms: 60_000 });
    const again = { rest: ['approval', { instanceId: 'twice', input: { ms: 1 } }] };
    expect((await client('startNew', again)).error).toContain('An Orchestration instance with the status');
    expect((await client('startNew', { rest: ['nobody'] })).error).toContain('known orchestrator functions');
    expect((await client('startNew', { rest: ['approval', { instanceId: '@me' }] })).error).toContain('400');
    await client('terminate', { id: 'twice', rest: ['x'] });
    await reached('twice', 'Terminated');
    expect((await client('startNew', again)).value).toBe('twice');
  });

  it('reads an empty text when there is no input, as in Azure', async () => expect(await run('echoInput')).toBe(''));

  it('finds by status, purges one and many', async () => {
    await begin('failing', 'purged');
    await reached('purged', 'Failed');
    const found: { instanceId: string }[] = (await client('getStatusBy', { query: { runtimeStatus: ['Failed'] } }))
      .value;
    expect(found.map(({ instanceId }) => instanceId)).toContain('purged');
    expect((await client('purgeInstanceHistory', { id: 'purged' })).value).toEqual({ instancesDeleted: 1 });
    expect((await client('purgeInstanceHistory', { id: 'purged' })).value).toEqual({ instancesDeleted: 0 });
    expect((await client('getStatus', { id: 'purged' })).error).toContain('HTTP 404');
    const many = { query: { createdTimeFrom: '2020-01-01T00:00:00Z', runtimeStatus: ['Failed'] } };
    expect((await client('purgeInstanceHistoryBy', many)).value.instancesDeleted).toBe(found.length - 1);
  });

  it('rewinds one that failed, and no other', async () => {
    await begin('failing', 'rewound');
    await reached('rewound', 'Failed');
    expect(await client('rewind', { id: 'rewound', rest: ['once more'] })).toEqual({ value: null });
    await reached('rewound', 'Failed');
    await begin('approval', 'fine', { ms: 60_000 });
    expect((await client('rewind', { id: 'fine', rest: ['x'] })).error).toContain('only supported on failed');
  });

  it('answers with addresses on the origin of the request', async () => {
    const { status, headers, body } = await begin('approval', 'check', { ms: 60_000 });
    expect(status).toBe(202);
    expect(headers.get('retry-after')).toBe('10');
    expect(headers.get('location')).toBe(body.statusQueryGetUri);
    expect(body.statusQueryGetUri).toContain(
      `${host.url}/runtime/webhooks/durabletask/instances/check?taskHub=TestHubName`,
    );
    expect((await fetch(body.statusQueryGetUri)).status).toBe(202);
    const terminated = await fetch(body.terminatePostUri.replace('{text}', 'done'), { method: 'POST' });
    expect(terminated.status).toBe(202);
    expect(await reached('check', 'Terminated')).toMatchObject({ output: 'done' });
  });
});

it(differs('long timers', 'never cut into pieces, so they take one id instead of several'), async () => {
  await begin('approval', 'patient', { ms: 30 * 86_400_000 });
  await reached('patient', 'Running');
  await client('raiseEvent', { id: 'patient', rest: ['Approve', true] });
  expect(await reached('patient', 'Completed')).toMatchObject({ output: 'approved: true' });
});
