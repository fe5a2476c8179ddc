import { z } from 'zod';
import { area, http } from '../../../shared/area.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { ok } from '../../../shared/http/respond.ts';
import { unauthenticated } from '../../../shared/kernel/errors.ts';
import { world } from '../../../shared/testing/world.ts';

const parcels = (scope: 'parcels:read' | 'parcels:burn', counted: 'api' | 'ingest' = 'api') =>
  endpoint({ summary: 'Ask', answer: z.object({}), scope, counted, run: async () => ok({}) });

const open = (apiPerMinute = 60) => {
  const app = world(
    {
      areas: [
        area('parcels', {
          list: http('GET parcels', parcels('parcels:read')),
          burn: http('GET burn', parcels('parcels:burn')),
          scan: http('GET scan', parcels('parcels:read', 'ingest')),
        }),
      ],
      authenticate:
        () =>
        async ({ headers }) => {
          const actor = headers.get('x-who');
          if (!actor) throw unauthenticated('access/sign-in', 'Sign in.');
          const tenantId = headers.get('x-company') ?? 'ten_acme';
          return { tenantId, actor, roles: [], scopes: new Set(['parcels:read'] as const) };
        },
    },
    ({ settings }) => ({ settings: { ...settings, limits: { apiPerMinute, ingestPerMinute: 600 } } }),
  );
  const ask = (path = 'parcels', who = 'user:mia', company = 'ten_acme') =>
    app.ask('GET', path, { headers: { 'x-who': who, 'x-company': company } });
  return { app, ask };
};

describe('how much a company may ask', () => {
  it('is in every answer, as newer and as older clients read it', async () => {
    const { headers } = await open().ask();
    expect(headers.get('ratelimit-policy')).toBe('"api";q=6;w=6, "api-client";q=3;w=6');
    expect(headers.get('ratelimit')).toMatch(/^"api";r=\d+;t=1$/);
    expect(headers.get('ratelimit-limit')).toBe('6');
    expect(headers.get('ratelimit-remaining')).toMatch(/^\d+$/);
    expect(headers.get('ratelimit-reset')).toBe('1');
  });

  it('ends in 429 that says when there is more, and goes on then', async () => {
    const { app, ask } = open();
    const answers = [];
    for (let n = 0; n < 20; n++) answers.push(await ask());
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ status: 429, body: { code: 'limits/too-many', title: 'Too many requests' } });
    expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
    const seconds = Number(refused?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    app.advance(seconds * 1_000 + 1_000);
    await ask();
    app.advance(1_000);
    expect((await ask()).status).toBe(200);
  });

  it('is of no concern to another company, nor to positions that come in', async () => {
    const { ask } = open();
    for (let n = 0; n < 20; n++) await ask();
    expect((await ask('parcels', 'user:mia', 'ten_globex')).status).toBe(200);
    const scanned = await ask('scan');
    expect([scanned.status, scanned.headers.get('ratelimit-limit')]).toEqual([200, '60']);
  });

  it('counts what is refused for other reasons, too, and says so there', async () => {
    const { ask } = open();
    const statuses = [];
    for (let n = 0; n < 20; n++) statuses.push((await ask('burn')).status);
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    expect((await ask('burn')).headers.has('ratelimit')).toBe(true);
  });

  it('is shared: whoever asks most is told that others are asking', async () => {
    const { app, ask } = open(600);
    for (let n = 0; n < 50; n++) await ask('parcels', 'client:greedy');
    app.advance(1_000);
    expect((await ask('parcels', 'user:modest')).status).toBe(200);
    const refused = await ask('parcels', 'client:greedy');
    expect(refused).toMatchObject({ status: 429, body: { shared: true } });
    expect(refused.headers.get('ratelimit')).toMatch(/^"api-client";r=0;t=\d+$/);
  });

  it('is not known of somebody who has not signed in', async () => {
    const { app } = open();
    const { status, headers } = await app.ask('GET', 'parcels');
    expect([status, headers.has('ratelimit')]).toEqual([401, false]);
  });
});
