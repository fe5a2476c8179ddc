import { setTimeout as wait } from 'node:timers/promises';
import { eventLoopDelay, type Limits, shedding, weightOf } from '../../../shared/limits/shedding.ts';
import { app, clientOf, found, reportingVehicle } from '../../functions/company.ts';
import { takeQueued } from '../../functions/telemetry/queued.ts';

const LIMITS: Limits = { maxHeld: 1_000, maxDelayMs: 250 };
const overloaded = expect.objectContaining({ kind: 'too-many', code: 'limits/overloaded' });

describe('shedding load', () => {
  it('refuses what would be too much together, until something is over', () => {
    const { admit } = shedding(LIMITS, () => 0);
    const over = admit(600);
    expect(() => admit(600)).toThrow(overloaded);
    admit(400);
    over();
    over();
    admit(600);
    expect(() => admit(1)).toThrow(overloaded);
  });

  it('lets one alone in, however heavy', () => {
    const { admit } = shedding(LIMITS, () => 0);
    admit(1_000_000);
    expect(() => admit(1)).toThrow(overloaded);
  });

  it('refuses everything while the event loop is late', () => {
    let delay = 251;
    const { admit } = shedding(LIMITS, () => delay);
    expect(() => admit(1)).toThrow(overloaded);
    delay = 250;
    admit(1);
  });

  it('has them come back one after the other', () => {
    const { admit } = shedding(LIMITS, () => 1_000);
    const seconds = Array.from({ length: 10 }, () => {
      try {
        admit(1);
        return undefined;
      } catch (error) {
        return (error as { facts: { retryAfterSeconds: number } }).facts.retryAfterSeconds;
      }
    });
    expect(new Set(seconds)).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  it('takes a compressed body for what it will become', () => {
    const plain = weightOf(new Headers({ 'content-length': '100000' }));
    const packed = weightOf(new Headers({ 'content-length': '100000', 'content-encoding': 'gzip' }));
    expect(packed - plain).toBeGreaterThan(1_000_000);
    expect(weightOf(new Headers())).toBeGreaterThan(1_000);
  });

  it('sees by itself that the event loop is late, and that it is not any more', async () => {
    const delayMs = eventLoopDelay();
    const until = Date.now() + 20_000;
    while (delayMs() < 200 && Date.now() < until) {
      const busyUntil = Date.now() + 600;
      while (Date.now() < busyUntil);
      await wait(1);
    }
    expect(delayMs()).toBeGreaterThanOrEqual(200);
    while (delayMs() >= 200 && Date.now() < until) await wait(50);
    expect(delayMs()).toBeLessThan(200);
  }, 30_000);
});

it('a broker that hangs: what is too much is refused, nothing accepted is lost, and it goes on afterwards', async () => {
  const hanging = Promise.withResolvers<void>();
  let hangs = false;
  const world = app(({ bus }) => ({
    bus: {
      ...bus,
      async send(...args) {
        if (hangs) await hanging.promise;
        return bus.send(...args);
      },
    },
  }));
  const acme = await found(world, 'acme');
  const van = await reportingVehicle(acme);
  const at = Date.parse('2026-03-02T07:00:00.000Z');
  const send = (second: number, headers = {}) =>
    clientOf(world).post(
      `ingest/osmand/${van.key}?lat=49&lon=8&timestamp=${new Date(at + second * 1_000).toISOString()}`,
      '',
      headers,
    );
  hangs = true;
  // As many as an instance holds, were each as large as it may be.
  const large = { 'content-length': String(1024 * 1024) };
  const answers = Array.from({ length: 100 }, (_, second) => send(second, large));
  const refused = await Promise.race(answers);
  expect([refused.status, refused.body.code]).toEqual([429, 'limits/overloaded']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await send(200, large)).status).toBe(429);
  // Whoever looks at the fleet is served all the same.
  expect((await acme.as('viewer').get('vehicles')).status).toBe(200);

  hangs = false;
  hanging.resolve();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  const accepted = statuses.filter((status) => status === 202).length;
  expect([accepted > 10, accepted < 100, statuses.every((status) => status === 202 || status === 429)]).toEqual([
    true,
    true,
    true,
  ]);
  expect((await send(300, large)).status).toBe(202);
  expect((await takeQueued(world)).fixes).toBe(accepted + 1);
});
