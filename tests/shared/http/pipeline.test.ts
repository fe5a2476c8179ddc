import { z } from 'zod';
import { area, http } from '../../../shared/area.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { ok } from '../../../shared/http/respond.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import { FleetError, unauthenticated } from '../../../shared/kernel/errors.ts';
import { world } from '../../../shared/testing/world.ts';

const MIA: Caller = {
  tenantId: 'ten_acme',
  actor: 'user:mia@acme.example',
  roles: ['viewer'],
  scopes: new Set(['parcels:write'] as const),
};

const ran: unknown[] = [];

const sendParcel = endpoint({
  summary: 'Send a parcel',
  answer: z.unknown(),
  scope: 'parcels:write',
  params: z.object({ parcelId: z.string().regex(/^par_/) }),
  query: z.object({ express: z.enum(['yes', 'no']).default('no') }),
  body: z.object({ to: z.string().min(1), size: z.object({ grams: z.number().int() }).optional() }),
  async run({ params, query, body, caller, now, correlationId, expected }) {
    ran.push(params);
    return ok({ ...params, ...query, ...body, actor: caller.actor, now, correlationId, expected });
  },
});

const failWith = (error: unknown) =>
  endpoint({
    summary: 'Fail',
    answer: z.unknown(),
    scope: 'parcels:write',
    async run() {
      throw error;
    },
  });

const SECRET = 'AccountKey=secret';

const open = () =>
  world({
    areas: [
      area('parcels', {
        send: http('POST parcels/{parcelId}/send', sendParcel),
        burn: http(
          'POST parcels/burn',
          endpoint({ summary: 'Burn a parcel', answer: z.object({}), scope: 'parcels:burn', run: async () => ok({}) }),
        ),
        crash: http('GET crash', failWith(new TypeError(`Cannot read ${SECRET}`))),
        forgot: http(
          'GET forgot',
          endpoint({
            summary: 'Ask for sagas',
            answer: z.unknown(),
            scope: 'parcels:write',
            run: async ({ sagas }) => ok(sagas),
          }),
        ),
        busy: http('GET busy', failWith(new FleetError('upstream', 'store/throttled', 'Later.'))),
        down: http(
          'GET down',
          failWith(new FleetError('upstream', 'store/unavailable', 'No answer.', {}, { cause: new Error(SECRET) })),
        ),
        odd: http(
          'GET odd',
          failWith(new FleetError('conflict', 'parcels/odd', 'No.', { status: 999, code: 'x', limit: 3 })),
        ),
      }),
    ],
    authenticate: () => async (request) => {
      if (request.headers.get('x-who') !== 'mia') throw unauthenticated('access/sign-in', 'Sign in.');
      return MIA;
    },
  });

const mia = { 'x-who': 'mia' };
const parcel = { to: 'Karlsruhe' };
const post = (body: unknown, headers: Record<string, string> = {}, path = 'parcels/par_1/send') =>
  open().ask('POST', path, { headers: { ...mia, ...headers }, body });

describe('a request that is well formed', () => {
  it('runs with everything parsed, the time and the caller', async () => {
    const { status, body } = await post(parcel, { 'if-match': '"3"' }, 'parcels/par_1/send?express=yes');
    expect(status).toBe(200);
    expect(body).toEqual({
      parcelId: 'par_1',
      express: 'yes',
      to: 'Karlsruhe',
      actor: MIA.actor,
      now: '2026-03-02T08:00:00.000Z',
      correlationId: 'i-1',
      expected: 3,
    });
  });
});

describe('a request of somebody who may not', () => {
  it('is answered 401 when nobody has signed in, and says how', async () => {
    const { status, headers, body } = await open().ask('POST', 'parcels/par_1/send', { body: parcel });
    expect([status, body.code]).toEqual([401, 'access/sign-in']);
    expect(headers.get('www-authenticate')).toContain('x-api-key');
  });

  it('is answered 403 and names the scope that is missing', async () => {
    const { status, body } = await post({}, {}, 'parcels/burn');
    expect([status, body.code, body.scope]).toEqual([403, 'scope/missing', 'parcels:burn']);
  });

  it('is refused before its input is looked at', async () => {
    ran.length = 0;
    const { status } = await open().ask('POST', 'parcels/nonsense/send', { body: '{' });
    expect(status).toBe(401);
    expect(ran).toEqual([]);
  });

  it('is part of the audit trail', async () => {
    const app = open();
    await app.ask('POST', 'parcels/burn', { headers: mia });
    expect(app.log).toEqual([
      { level: 'warn', message: 'parcels-burn refused', correlationId: 'i-1', code: 'scope/missing' },
    ]);
  });
});

describe('a request that is not well formed', () => {
  it.each([
    ['path', 'parcels/nonsense/send', parcel, ['parcelId']],
    ['query', 'parcels/par_1/send?express=maybe', parcel, ['express']],
    ['body', 'parcels/par_1/send', {}, ['to']],
    ['body', 'parcels/par_1/send', { to: 'Karlsruhe', size: { grams: 1.5 } }, ['size', 'grams']],
  ])('is answered 400 and names what is wrong in the %s', async (where, path, body, field) => {
    const answer = await post(body, {}, path);
    expect(answer).toMatchObject({ status: 400, body: { code: `${where}/invalid`, issues: [{ path: field }] } });
    expect(answer.body.detail).toContain(field.join('.'));
  });

  it('names everything that is wrong at once', async () =>
    expect((await post({ to: '', size: { grams: 'many' } })).body.issues).toMatchObject([
      { path: ['to'] },
      { path: ['size', 'grams'] },
    ]));

  it.each(['{', '[1,', 'hello'])('says so when the body %s is not JSON', async (body) =>
    expect(await post(body)).toMatchObject({ status: 400, body: { code: 'body/not-json' } }),
  );

  it('says so when there is no body at all', async () =>
    expect(await post(undefined)).toMatchObject({ status: 400, body: { code: 'body/invalid' } }));

  it.each(['3', '"three"', '"-1"', 'W/3', '""'])('refuses If-Match: %s', async (tag) =>
    expect(await post(parcel, { 'if-match': tag })).toMatchObject({
      status: 400,
      body: { code: 'header/if-match', issues: [{ path: ['if-match'] }] },
    }),
  );

  it.each([
    ['*', undefined],
    ['W/"7"', 7],
  ])('takes If-Match: %s', async (tag, expected) =>
    expect((await post(parcel, { 'if-match': tag })).body.expected).toBe(expected),
  );
});

describe('a body that is too large', () => {
  const MIB = 1024 * 1024;
  const ofBytes = (bytes: number) => JSON.stringify({ to: 'x'.repeat(bytes - JSON.stringify({ to: '' }).length) });

  it('is refused as soon as it is announced', async () =>
    expect(await post(parcel, { 'content-length': String(MIB + 1) })).toMatchObject({
      status: 413,
      body: { code: 'body/too-large', limit: MIB },
    }));
  it('is refused when it was not announced', async () => expect((await post(ofBytes(MIB + 1))).status).toBe(413));
  it('is counted in bytes, not in characters', async () =>
    expect((await post({ to: '€'.repeat(MIB / 3) })).status).toBe(413));
  it('may have one mebibyte exactly', async () => expect((await post(ofBytes(MIB))).status).toBe(200));
});

describe('a failure', () => {
  it('is a problem document', async () => {
    const { status, headers, body } = await post({}, { 'x-correlation-id': 'trip-7' });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: '/problems/body/invalid',
      title: 'The request is not valid',
      status,
      code: 'body/invalid',
      detail: 'The body is not valid: to.',
      correlationId: 'trip-7',
      issues: [{ path: ['to'], message: expect.any(String) }],
    });
  });

  it('that nobody expected is answered without detail, and told in the log', async () => {
    const app = open();
    const { status, body, text } = await app.ask('GET', 'crash', { headers: mia });
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'server/unexpected', status: 500, correlationId: 'i-1' });
    expect(text).not.toContain('secret');
    expect(app.log).toEqual([
      {
        level: 'error',
        message: 'parcels-crash failed',
        correlationId: 'i-1',
        error: new TypeError(`Cannot read ${SECRET}`),
      },
    ]);
  });

  it('of an endpoint that uses sagas without saying so shows here, not on Azure', async () => {
    const app = open();
    expect((await app.ask('GET', 'forgot', { headers: mia })).status).toBe(500);
    expect(app.log).toMatchObject([{ error: new Error('An endpoint that needs sagas must say so.') }]);
  });

  it('that passes says when to try again', async () => {
    const { status, headers } = await open().ask('GET', 'busy', { headers: mia });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('of something we stand on is told in the log with its cause, and to the caller without', async () => {
    const app = open();
    const { status, headers, text } = await app.ask('GET', 'down', { headers: mia });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(text).not.toContain('secret');
    expect(app.log).toMatchObject([{ level: 'error', error: { cause: new Error(SECRET) } }]);
  });

  it('keeps the members that every problem has, whatever facts it brings along', async () =>
    expect((await open().ask('GET', 'odd', { headers: mia })).body).toMatchObject({
      status: 409,
      code: 'parcels/odd',
      limit: 3,
    }));
});

describe('the correlation id', () => {
  it("is the caller's own when it is well formed", async () =>
    expect((await post(parcel, { 'x-correlation-id': 'trip:7.a-b_c' })).body.correlationId).toBe('trip:7.a-b_c'));
  it.each(['', 'with space', '<script>', 'x'.repeat(65)])("is the invocation's when the caller's is %j", async (id) =>
    expect((await post(parcel, { 'x-correlation-id': id })).body.correlationId).toBe('i-1'),
  );
  it('is in the header of a failure as well', async () =>
    expect((await post({}, { 'x-correlation-id': 'trip-7' })).headers.get('x-correlation-id')).toBe('trip-7'));
});
