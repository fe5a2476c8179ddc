import { z } from 'zod';
import { area, http } from '../../../shared/area.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { created } from '../../../shared/http/answers.ts';
import { causeOf } from '../../../shared/http/cause.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { json } from '../../../shared/http/respond.ts';
import type { Decider } from '../../../shared/kernel/decider.ts';
import { conflict, FleetError } from '../../../shared/kernel/errors.ts';
import { type Replace, world } from '../../../shared/testing/world.ts';

type Add = { readonly type: 'Add'; readonly data: { readonly by: number; readonly now: string } };
type Added = { readonly type: 'Added'; readonly data: { readonly by: number } };

/** A tally to which the same may be added twice: no rule of its own makes a request safe to repeat. */
const tally: Decider<number, Add, Added> = {
  initial: 0,
  evolve: (sum, { data }) => sum + data.by,
  decide: ({ data: { by } }) => [{ type: 'Added', data: { by } }],
};
const STREAM = { tenantId: 'ten_acme', streamId: 'tally-1' };

const open = (replace?: Replace) => {
  let fail: ((when: 'before' | 'after') => Promise<void> | undefined) | undefined;
  let runs = 0;
  const add = endpoint({
    summary: 'Add to the tally',
    scope: 'tally:write',
    query: z.object({ unit: z.string().optional() }),
    body: z.object({ by: z.number() }),
    answer: created(z.looseObject({})),
    async run(input, { streams }) {
      runs += 1;
      const [id, key] = [input.newId('par'), input.newKey('wf')];
      await fail?.('before');
      const command: Add = { type: 'Add', data: { ...input.body, now: input.now } };
      const { state, version } = await execute(tally)(streams, STREAM, command, causeOf(input));
      await fail?.('after');
      return json(201, { state, id, key, run: runs }, { etag: `"${version}"`, location: `/parcels/${id}` });
    },
  });
  const app = world(
    {
      areas: [area('tally', { add: http('POST|PUT|PATCH|DELETE tally', add), read: http('GET tally', add) })],
      authenticate: () => async (request) => ({
        tenantId: request.headers.get('x-company') ?? 'ten_acme',
        actor: request.headers.get('x-who') ?? 'user:mia',
        roles: [],
        scopes: new Set(['tally:write'] as const),
      }),
    },
    replace,
  );
  return {
    app,
    runs: () => runs,
    failing(how: typeof fail) {
      fail = how;
    },
    send: (headers: Record<string, string> = {}, body: unknown = { by: 2 }, method = 'POST', path = 'tally') =>
      app.ask(method, path, { headers: { 'idempotency-key': 'k-1', ...headers }, body }),
    sum: async () => (await app.services.streams.read<Added>(STREAM)).events.map(({ event }) => event.data.by),
    stored: () => app.services.operations.in('ten_acme', 'idempotency').query<Record<string, unknown>>({}),
  };
};

const never = () => new Promise<void>(() => undefined);
const outage = () => new FleetError('upstream', 'store/unavailable', 'The store does not answer.');

describe('a request with an Idempotency-Key', () => {
  it('is done once and answered alike', async () => {
    const { send, sum, runs } = open();
    const [first, second] = [await send(), await send({ 'x-correlation-id': 'again' })];
    expect(second.body).toEqual(first.body);
    expect([second.status, second.headers.get('etag'), second.headers.get('location')]).toEqual([
      201,
      '"1"',
      first.headers.get('location'),
    ]);
    expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect(second.headers.get('x-correlation-id')).toBe('again');
    expect([await sum(), runs()]).toEqual([[2], 1]);
  });

  it.each([
    ['another key', { 'idempotency-key': 'k-2' }],
    ['another person', { 'x-who': 'user:bob' }],
    ['another company', { 'x-company': 'ten_globex' }],
  ])('is another request with %s', async (_, headers) => {
    const { send, runs } = open();
    await send();
    expect((await send(headers)).headers.get('idempotent-replayed')).toBeNull();
    expect(runs()).toBe(2);
  });

  it.each([
    ['method', 'PUT', 'tally'],
    ['path', 'POST', 'tally?unit=kg'],
  ])('is another request with another %s', async (_, method, path) => {
    const { send, runs } = open();
    await send();
    expect((await send({}, { by: 2 }, method, path)).status).toBe(201);
    expect(runs()).toBe(2);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('may also be a %s', async (method) => {
    const { send, runs } = open();
    await send({}, { by: 2 }, method);
    await send({}, { by: 2 }, method);
    expect(runs()).toBe(1);
  });

  it('is refused when the body is another', async () => {
    const { send, sum } = open();
    await send();
    expect(await send({}, { by: 3 })).toMatchObject({ status: 422, body: { code: 'idempotency/other-body' } });
    expect(await sum()).toEqual([2]);
  });

  it('is refused while the first is under way, and says when to ask again', async () => {
    const { send, failing, sum } = open();
    const [gate, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    failing((when) => {
      reached.resolve();
      return when === 'before' ? gate.promise : undefined;
    });
    const first = send();
    await reached.promise;
    const second = await send();
    expect(second).toMatchObject({ status: 409, body: { code: 'idempotency/in-progress' } });
    expect(second.headers.get('retry-after')).toBe('1');
    gate.resolve();
    expect((await first).status).toBe(201);
    expect((await send()).headers.get('idempotent-replayed')).toBe('true');
    expect(await sum()).toEqual([2]);
  });

  it('is done by one of many that are sent at once', async () => {
    const { send, sum } = open();
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => send()))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set([201, 409]));
    expect(await sum()).toEqual([2]);
  });

  it('is refused once and for all when a rule says no', async () => {
    const { send, failing, runs } = open();
    failing(() => {
      throw conflict('tally/closed', 'The tally is closed.');
    });
    const first = await send();
    failing(undefined);
    const second = await send();
    expect([first.status, second.status, second.text]).toEqual([409, 409, first.text]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(runs()).toBe(1);
  });

  it('is not noted when it is not well formed: put right, it may be sent with the same key', async () => {
    const { send, stored } = open();
    expect((await send({}, { by: 'two' })).status).toBe(400);
    expect((await stored()).items).toEqual([]);
    expect((await send()).status).toBe(201);
  });

  it.each([
    ['our side', outage()],
    ['our side, unexpectedly', new TypeError('x is undefined')],
    ['too many requests', new FleetError('too-many', 'limits/too-many', 'Later.')],
  ])('may be sent again when it failed for %s, and then is done with the same ids', async (_, error) => {
    const { send, failing, sum, runs } = open();
    failing((when) => {
      if (when === 'after') throw error;
      return undefined;
    });
    expect((await send()).status).toBeGreaterThanOrEqual(429);
    failing(undefined);
    expect(await send()).toMatchObject({ status: 201, body: { state: 2 } });
    expect([await sum(), runs()]).toEqual([[2], 2]);
  });

  it.each(['', 'x'.repeat(256), 'schlüssel', 'tab\there'])('is refused when the key is %j', async (key) => {
    const { app, runs } = open();
    const headers = { 'idempotency-key': key };
    // What cannot travel in a header never arrives.
    const answer = await app.ask('POST', 'tally', { headers, body: { by: 2 } }).catch(() => undefined);
    if (answer) expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency/bad-key' } });
    expect(runs()).toBe(0);
  });
});

describe('an attempt that was cut off', () => {
  const cut = async (when: 'before' | 'after') => {
    const here = open();
    const reached = Promise.withResolvers<void>();
    here.failing((now) => {
      if (now !== when) return undefined;
      reached.resolve();
      return never();
    });
    void here.send();
    await reached.promise;
    here.failing(undefined);
    return here;
  };

  it.each(['before', 'after'] as const)('%s its work is taken over after a minute, and done once', async (when) => {
    const { app, send, sum } = await cut(when);
    expect((await send()).status).toBe(409);
    app.advance(60_000);
    const taken = await send();
    expect(taken).toMatchObject({ status: 201, body: { state: 2, run: 2 } });
    expect(taken.headers.get('etag')).toBe('"1"');
    expect(await sum()).toEqual([2]);
    expect((await send()).text).toBe(taken.text);
  });

  it('is taken over although it has moved the version that the request pins', async () => {
    const { app, send } = await cut('after');
    app.advance(60_000);
    expect((await send({ 'if-match': '"0"' })).status).toBe(201);
  });

  it('gives the ids and secrets that it would have given', async () => {
    const here = open();
    here.failing((when) => {
      if (when === 'before') throw outage();
      return undefined;
    });
    await here.send();
    here.app.advance(1_000);
    here.failing(undefined);
    const { body } = await here.send();
    const other = (await here.send({ 'idempotency-key': 'k-2' })).body;
    expect(body.id).toMatch(/^par_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(body.key).toMatch(/^wf_[0-9a-hjkmnp-tv-z]{26}$/);
    expect([body.id, body.key]).not.toContain(other.id);
    expect([body.id, body.key]).not.toContain(other.key);
  });

  it('is taken over by one', async () => {
    const { app, send, sum } = await cut('before');
    app.advance(60_000);
    const statuses = (await Promise.all([send(), send(), send()])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 409, 409]);
    expect(await sum()).toEqual([2]);
  });
});

describe('what is stored', () => {
  it('tells nobody what was answered, nor what the key was', async () => {
    const { send, stored } = open();
    const { body } = await send({ 'idempotency-key': 'a-key-of-mine', 'x-who': 'user:mia@acme.example' });
    const text = JSON.stringify(await stored());
    for (const secret of [body.key, body.id, 'a-key-of-mine', 'mia@acme', 'location'])
      expect(text).not.toContain(secret);
  });

  it('opens for the one request only', async () => {
    const { app, send } = open();
    const records = app.services.operations.in('ten_acme', 'idempotency');
    await send({ 'idempotency-key': 'one' });
    const [one] = (await records.query<{ id: string; answer: string }>({})).items;
    await send({ 'idempotency-key': 'two' });
    const two = (await records.query<{ id: string }>({})).items.find(({ id }) => id !== one?.id);
    await records.put(String(two?.id), { ...two, answer: one?.answer });
    expect((await send({ 'idempotency-key': 'two' })).status).toBe(500);
  });

  it('costs two requests to the store, a replay two, and nothing without the header', async () => {
    const asked: string[] = [];
    const { app, send } = open(({ operations }) => ({
      operations: {
        ...operations,
        in(tenantId, ...path) {
          const partition = operations.in(tenantId, ...path);
          if (path[0] !== 'idempotency') return partition;
          const noted =
            <Args extends unknown[], Result>(name: string, call: (...args: Args) => Result) =>
            (...args: Args) => {
              asked.push(name);
              return call(...args);
            };
          return {
            ...partition,
            get: noted('get', partition.get),
            put: noted('put', partition.put),
          } as typeof partition;
        },
      },
    }));
    await send();
    expect(asked.splice(0)).toEqual(['put', 'put']);
    await send();
    expect(asked.splice(0)).toEqual(['put', 'get']);
    await app.ask('POST', 'tally', { body: { by: 1 } });
    await app.ask('GET', 'tally', { headers: { 'idempotency-key': 'k-1' } });
    expect(asked).toEqual([]);
  });
});
