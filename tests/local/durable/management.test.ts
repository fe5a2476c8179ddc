import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered, refused } from '../conformance.ts';
import { cleanUp, eventually, start } from '../host/support.ts';
import { appDir, managementClient } from './support.ts';

const INSTANCES = 250;
let host: SpawnedHost;
let call: ReturnType<typeof managementClient>;

beforeAll(async () => {
  host = await start(appDir);
  call = managementClient(host.url);
});
afterAll(cleanUp);

const waits = { ms: 600_000 };

const reached = (id: string, runtimeStatus: string) =>
  eventually(async () => {
    const { body } = await call('GET', `instances/${id}`);
    expect(body?.runtimeStatus).toBe(runtimeStatus);
    return body;
  });

/** Every page of a query, by following the continuation token. */
const pages = async (query: string) => {
  const found: { instanceId: string }[][] = [];
  let token = '';
  do {
    const { body, headers } = await call('GET', query, undefined, token ? { 'x-ms-continuation-token': token } : {});
    found.push(body);
    token = headers.get('x-ms-continuation-token') ?? '';
  } while (token !== '');
  return found;
};

describe(covered('HTTP API: start and status'), () => {
  it('answers with the addresses of the instance', async () => {
    const { status, headers, body } = await call('POST', 'orchestrators/Approval/one', waits);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      id: 'one',
      sendEventPostUri: expect.stringContaining('/instances/one/raiseEvent/{eventName}?'),
    });
    expect(headers.get('location')).toBe(body.statusQueryGetUri);
  });

  it('writes addresses that hold for any id', async () => {
    const id = 'Zürich 😀';
    const { status, body } = await call('POST', `orchestrators/echoInput/${encodeURIComponent(id)}`, 'x');
    expect(status).toBe(202);
    expect(body.id).toBe(id);
    expect(await (await fetch(body.statusQueryGetUri)).json()).toMatchObject({ instanceId: id });
  });

  it('says 202 with Location and Retry-After while it runs, 200 when it has ended', async () => {
    await call('POST', 'orchestrators/echoInput/ended', 'x');
    const ended = await reached('ended', 'Completed');
    expect(ended).toEqual({
      ...{ name: 'echoInput', instanceId: 'ended', runtimeStatus: 'Completed', input: 'x', output: 'x' },
      ...{
        customStatus: null,
        historyEvents: null,
        createdTime: expect.stringMatching(/^\S+T\d\d:\d\d:\d\dZ$/),
        lastUpdatedTime: expect.any(String),
      },
    });
    await call('POST', 'orchestrators/approval/runs', waits);
    const { status, headers } = await call('GET', 'instances/runs?showInput=false');
    expect(status).toBe(202);
    expect(headers.get('retry-after')).toBe('5');
    expect(headers.get('location')).toContain('/instances/runs?');
    expect((await call('GET', 'instances/runs?showInput=false')).body.input).toBeNull();
  });

  it('says 500 for one that failed, when asked to', async () => {
    await call('POST', 'orchestrators/failing/failed');
    await reached('failed', 'Failed');
    expect((await call('GET', 'instances/failed')).status).toBe(200);
    expect((await call('GET', 'instances/failed?returnInternalServerErrorOnFailure=true')).status).toBe(500);
  });

  it('names what is wrong', async () => {
    expect(await call('POST', 'orchestrators/nobody')).toMatchObject({
      status: 400,
      body: {
        Message: 'One or more of the arguments submitted is incorrect',
        ExceptionMessage: expect.stringContaining("The function 'nobody' doesn't exist"),
        ExceptionType: 'System.ArgumentException',
      },
    });
    const text = await fetch(`${host.url}/runtime/webhooks/durabletask/orchestrators/approval`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.status).toBe(400);
    expect((await call('POST', `orchestrators/approval/${'x'.repeat(257)}`, waits)).status).toBe(400);
    expect((await call('POST', 'orchestrators/approval/one', waits)).status).toBe(500);
    expect((await call('GET', 'instances/%E0%A4%A')).status).toBe(400);
    expect((await call('GET', 'instances/nobody')).status).toBe(404);
    expect((await call('PUT', 'instances/one')).status).toBe(404);
  });
});

describe(covered('HTTP API: history'), () => {
  it('shows what became of each step', async () => {
    await call('POST', 'orchestrators/sequence/told');
    await reached('told', 'Completed');
    const { body } = await call('GET', 'instances/told?showHistory=true&showHistoryOutput=true');
    expect(body.historyEvents.map((event: { EventType: string }) => event.EventType)).toEqual([
      'ExecutionStarted',
      ...Array(4).fill('TaskCompleted'),
      'ExecutionCompleted',
    ]);
    const [started, first] = body.historyEvents;
    expect(started).toMatchObject({ FunctionName: 'sequence', Timestamp: expect.any(String) });
    expect(first).toEqual({
      EventType: 'TaskCompleted',
      FunctionName: 'say',
      Result: 'hi a',
      ScheduledTime: expect.any(String),
      Timestamp: expect.any(String),
    });
    const silent = (await call('GET', 'instances/told?showHistory=true')).body.historyEvents;
    expect(silent[1]).not.toHaveProperty('Result');
  });
});

describe(covered('HTTP API: raise event, suspend, resume, terminate'), () => {
  it('says 202, 410 when it has ended, 404 when there is none, 400 without JSON', async () => {
    await call('POST', 'orchestrators/approval/told-to', waits);
    expect((await call('POST', 'instances/told-to/suspend?reason=wait')).status).toBe(202);
    await reached('told-to', 'Suspended');
    expect((await call('POST', 'instances/told-to/resume?reason=on')).status).toBe(202);
    await reached('told-to', 'Running');
    expect((await call('POST', 'instances/told-to/raiseEvent/Approve')).status).toBe(400);
    expect((await call('POST', 'instances/told-to/raiseEvent/Approve', null)).status).toBe(202);
    await reached('told-to', 'Completed');
    for (const path of ['raiseEvent/Approve', 'suspend', 'resume', 'terminate', 'rewind']) {
      expect((await call('POST', `instances/told-to/${path}`, 1)).status).toBe(410);
      expect((await call('POST', `instances/nobody/${path}`, 1)).status).toBe(404);
    }
  });
});

describe(covered('HTTP API: rewind and restart'), () => {
  it('rewinds one that failed, and no other', async () => {
    await call('POST', 'orchestrators/failing/again');
    await reached('again', 'Failed');
    expect((await call('POST', 'instances/again/rewind?reason=x')).status).toBe(202);
    await reached('again', 'Failed');
    expect((await call('POST', 'instances/one/rewind')).status).toBe(500);
  });

  it('restarts under a new id, or the same', async () => {
    await call('POST', 'orchestrators/echoInput/first', { x: 1 });
    await reached('first', 'Completed');
    const fresh = await call('POST', 'instances/first/restart');
    expect(fresh.status).toBe(202);
    expect(await reached(fresh.body.id, 'Completed')).toMatchObject({ output: { x: 1 } });
    const same = await call('POST', 'instances/first/restart?restartWithNewInstanceId=false');
    expect(same.body.id).toBe('first');
    expect((await call('POST', 'instances/nobody/restart')).status).toBe(400);
  });
});

describe(covered('HTTP API: queries with paging, purge'), () => {
  const ids = Array.from({ length: INSTANCES }, (_, index) => `page-${String(index).padStart(3, '0')}`);
  let before: string;

  beforeAll(async () => {
    before = new Date(Date.now() - 1).toISOString();
    const answers = await Promise.all(ids.map((id) => call('POST', `orchestrators/echoInput/${id}`, id)));
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    await eventually(async () => {
      const running = await pages('instances?instanceIdPrefix=page-&runtimeStatus=Pending,Running');
      expect(running.flat()).toEqual([]);
    });
  });

  it('gives every instance once, `top` at a time', async () => {
    const found = await pages('instances/?top=40&instanceIdPrefix=page-');
    expect(found.map((page) => page.length)).toEqual([40, 40, 40, 40, 40, 40, 10]);
    expect(found.flat().map(({ instanceId }) => instanceId)).toEqual(ids);
    expect((await pages('instances?instanceIdPrefix=page-')).map((page) => page.length)).toEqual([100, 100, 50]);
  });

  it('selects by status, time of creation and prefix', async () => {
    const count = async (query: string) => (await pages(`instances?instanceIdPrefix=page-&${query}`)).flat().length;
    expect(await count('runtimeStatus=Completed,Failed')).toBe(INSTANCES);
    expect(await count('runtimeStatus=Failed')).toBe(0);
    expect(await count(`createdTimeFrom=${before}`)).toBe(INSTANCES);
    expect(await count(`createdTimeTo=${before}`)).toBe(0);
    expect((await pages('instances?instanceIdPrefix=page-24')).flat()).toHaveLength(10);
    const [[first] = []] = await pages('instances?instanceIdPrefix=page-&showInput=false');
    expect(first).toMatchObject({ input: null, output: 'page-000', historyEvents: null });
  });

  it('names a wrong filter', async () => {
    for (const query of ['runtimeStatus=Done', 'createdTimeFrom=yesterday', 'top=-1'])
      expect((await call('GET', `instances?${query}`)).body.ExceptionMessage).toContain(query.split('=')[0]);
  });

  it('purges one, or those that have ended; never without a time', async () => {
    expect(await call('DELETE', 'instances/page-000')).toMatchObject({ status: 200, body: { instancesDeleted: 1 } });
    expect((await call('DELETE', 'instances/page-000')).status).toBe(404);
    expect((await call('DELETE', 'instances/')).status).toBe(400);
    const many = `instances/?createdTimeFrom=${before}&instanceIdPrefix=page-`;
    expect(await call('DELETE', many)).toMatchObject({ status: 200, body: { instancesDeleted: INSTANCES - 1 } });
    expect((await call('DELETE', many)).status).toBe(404);
    expect((await pages('instances?instanceIdPrefix=page-')).flat()).toEqual([]);
  });
});

describe(covered('HTTP API: entities'), () => {
  it('signals, reads and lists them', async () => {
    for (const key of ['a', 'b', 'c'])
      expect((await call('POST', `entities/counter/${key}?op=add`, 2)).status).toBe(202);
    await eventually(async () => expect((await call('GET', 'entities/COUNTER/c')).body).toBe(2));
    const { body, headers } = await call('GET', 'entities/Counter?fetchState=true&top=2');
    expect(body).toEqual(
      ['a', 'b'].map((key) => ({
        entityId: { name: 'counter', key },
        lastOperationTime: expect.any(String),
        state: 2,
      })),
    );
    const rest = await call('GET', 'entities/?top=2', undefined, {
      'x-ms-continuation-token': headers.get('x-ms-continuation-token') ?? '',
    });
    expect(rest.body).toEqual([{ entityId: { name: 'counter', key: 'c' }, lastOperationTime: expect.any(String) }]);
    expect((await call('GET', 'entities/counter?lastOperationTimeFrom=2999-01-01')).body).toEqual([]);
    expect((await call('GET', 'entities/counter/nobody')).status).toBe(404);
    expect((await call('POST', 'entities/nobody/a?op=add', 2)).status).toBe(400);
  });
});

it(refused('starting with a version, or waiting for the end while starting'), async () => {
  for (const option of ['version=2', 'timeout=5&pollingInterval=1']) {
    const { status, body } = await call('POST', `orchestrators/echoInput?${option}`, 1);
    expect(status).toBe(501);
    expect(body.Message).toContain('is not simulated');
  }
});

it(covered('HTTP API: the system key `durabletask_extension`'), async () => {
  const guarded = await start(appDir, { env: { DURABLETASK_EXTENSION_KEY: 'secret' } });
  const ask = managementClient(guarded.url);
  expect((await ask('GET', 'instances')).status).toBe(401);
  expect((await ask('GET', 'instances?code=wrong')).status).toBe(401);
  expect((await ask('GET', 'instances?code=secret')).status).toBe(200);
  expect((await ask('GET', 'instances', undefined, { 'x-functions-key': 'secret' })).status).toBe(200);
  // The SDK's client needs none, and the addresses it gives away bring theirs.
  const response = await fetch(`${guarded.url}/api/run/approval/keyed?start`, {
    method: 'POST',
    body: JSON.stringify(waits),
  });
  const { statusQueryGetUri } = JSON.parse(await response.text());
  expect(statusQueryGetUri).toContain('code=secret');
  expect((await fetch(statusQueryGetUri)).status).toBe(202);
});
