import type { MemoryBlobs } from '../../../shared/blobs/memory-blobs.ts';
import { openJobs } from '../../../shared/jobs/keep-jobs.ts';
import { MAX_RUNNING } from '../../../shared/jobs/perform-portion.ts';
import { conflict } from '../../../shared/kernel/errors.ts';
import { type clientOf, found, itemsOf } from '../company.ts';
import { counting, runJobs } from './sample-job.ts';

const quiet = () => undefined;

describe('a job', () => {
  it('is done portion by portion, and its result can be fetched', async () => {
    const seen: number[] = [];
    const { app, acme, start } = await counting((number) => void seen.push(number));
    const { id } = await start(3);
    const owner = acme.as('owner');
    expect((await owner.get(`jobs/${id}`)).body).toMatchObject({ state: 'queued', progress: { done: 0, total: 3 } });
    expect((await owner.get(`jobs/${id}/result`)).body).toMatchObject({ code: 'jobs/no-result' });
    await app.runQueues();
    expect((await owner.get(`jobs/${id}`)).body).toMatchObject({ state: 'running', progress: { done: 1, total: 3 } });
    await runJobs(app);
    expect(seen).toEqual([1, 2, 3]);
    expect((await owner.get(`jobs/${id}`)).body).toEqual({
      id,
      kind: 'sample-count',
      state: 'completed',
      startedAt: '2026-03-02T08:00:00.000Z',
      startedBy: 'user:owner@acme.example',
      endedAt: expect.any(String),
      progress: { done: 3, total: 3, failed: 0 },
      notes: { latest: 3 },
      hasResult: true,
    });
    const { status, headers } = await owner.get(`jobs/${id}/result`);
    expect(status).toBe(302);
    const file = await (app.services.exports as MemoryBlobs).fetch(headers.get('location') ?? '');
    expect(await file.text()).toBe('3');
    expect(file.headers.get('content-disposition')).toContain('numbers.txt');
    expect(await openJobs(app.services.operations).count()).toBe(0);
  });

  it('is shown live to whoever has started it, at most twice a second, and always at its end', async () => {
    const { app, acme, start } = await counting((_, { advance }) => advance(100));
    const { body } = await acme.as('owner').post('live/negotiate');
    const owner = app.push.connect(String(body.url));
    const other = await acme.as('dispatcher').post('live/negotiate');
    const dispatcher = app.push.connect(String(other.body.url));
    await start(21);
    for (let portion = 0; portion < 21; portion++) await app.runQueues();
    const states = owner.received.map((message) => (message as { job: { state: string } }).job.state);
    // The first portion, then one of five, then the end.
    expect(states).toEqual(['running', 'running', 'running', 'running', 'completed']);
    expect(owner.received.at(-1)).toMatchObject({ type: 'job', job: { progress: { done: 21 } } });
    expect(dispatcher.received).toEqual([]);
  });

  it('is not started twice under one id', async () => {
    const seen: number[] = [];
    const { app, start } = await counting((number) => void seen.push(number));
    await start(2, undefined, { id: 'job_once' });
    expect(await start(2, undefined, { id: 'job_once' })).toMatchObject({ id: 'job_once', state: 'queued' });
    await runJobs(app);
    expect(seen).toEqual([1, 2]);
  });
});

describe('stopping a job', () => {
  it('ends it after the portion under way', async () => {
    const seen: number[] = [];
    const { app, acme, start } = await counting(async (number) => {
      seen.push(number);
      if (number === 2)
        expect((await acme.as('owner').post(`jobs/${id}/cancel`)).body).toMatchObject({ state: 'cancelling' });
    });
    const { id } = await start(5);
    await runJobs(app);
    expect(seen).toEqual([1, 2]);
    expect((await acme.as('owner').get(`jobs/${id}`)).body).toMatchObject({
      state: 'cancelled',
      progress: { done: 2 },
    });
  });

  it('ends at once what was not begun, and changes nothing about what has ended', async () => {
    const seen: number[] = [];
    const { app, acme, start } = await counting((number) => void seen.push(number));
    const { id } = await start(5);
    expect((await acme.as('owner').post(`jobs/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    await runJobs(app);
    expect((await acme.as('owner').post(`jobs/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect(seen).toEqual([]);
  });
});

describe('a portion that fails', () => {
  it('ends the job when a rule says no, and says which', async () => {
    const { app, acme, start } = await counting(() => {
      throw conflict('sample/no', 'That will not do.');
    });
    const { id } = await start(5);
    await runJobs(app);
    expect((await acme.as('owner').get(`jobs/${id}`)).body).toMatchObject({
      state: 'failed',
      problem: { code: 'sample/no', message: 'That will not do.' },
    });
  });

  it('is tried again, later and later, and then the job goes on', async () => {
    let left = 3;
    const at: number[] = [];
    const { app, acme, start } = await counting((_, { services }) => {
      at.push(services.clock().getTime());
      if (left-- > 0) throw new Error('The store is down.');
    });
    const { id } = await start(2);
    await runJobs(app);
    expect((await acme.as('owner').get(`jobs/${id}`)).body).toMatchObject({
      state: 'completed',
      progress: { done: 2 },
    });
    const pauses = at.slice(1, 4).map((time, index) => (time - (at[index] ?? 0)) / 1000);
    expect(pauses).toEqual([2, 4, 8]);
  });

  it('is given up in the end, without a word of what only the log may know', async () => {
    const { app, acme, start } = await counting(() => {
      throw new Error('password=hunter2');
    });
    const { id } = await start(2);
    await runJobs(app);
    const { body, text } = await acme.as('owner').get(`jobs/${id}`);
    expect(body).toMatchObject({ state: 'failed', problem: { code: 'jobs/gave-up' } });
    expect(text).not.toContain('hunter2');
  });
});

describe('a job that nobody works on', () => {
  it('is found by the timer when its message was lost, and goes on', async () => {
    const seen: number[] = [];
    const { app, acme, start } = await counting((number) => void seen.push(number));
    const { id } = await start(3);
    await app.runQueues();
    app.bus.receive('jobs');
    await app.runTimers();
    expect(app.bus.waiting('jobs')).toBe(0);
    app.advance(10 * 60_000);
    await app.runTimers();
    await runJobs(app);
    expect(seen).toEqual([1, 2, 3]);
    expect((await acme.as('owner').get(`jobs/${id}`)).body).toMatchObject({ state: 'completed' });
  });

  it('is found by the timer when the broker did not take its first message', async () => {
    let isDown = true;
    const { app, start } = await counting(quiet, ({ bus }) => ({
      bus: { ...bus, send: (...sent) => (isDown ? Promise.reject(new Error('down')) : bus.send(...sent)) },
    }));
    const { id } = await start(1);
    isDown = false;
    app.advance(10 * 60_000);
    await app.runTimers();
    await runJobs(app);
    expect(await openJobs(app.services.operations).get(id)).toBeUndefined();
  });

  it('is given up when no message ever arrives, and the others are looked after all the same', async () => {
    const { app, acme, start } = await counting(quiet);
    const { id } = await start(2);
    await app.runQueues();
    for (let hours = 0; hours < 24; hours++) {
      app.bus.receive('jobs');
      app.advance(60 * 60_000);
      await app.runTimers();
    }
    expect((await acme.as('owner').get(`jobs/${id}`)).body).toMatchObject({
      state: 'failed',
      problem: { code: 'jobs/gave-up' },
    });
    expect(await openJobs(app.services.operations).count()).toBe(0);
  });
});

describe('many jobs', () => {
  it('of one company wait for their turn, and all of them get it', async () => {
    const running = new Set<string>();
    let most = 0;
    const { app, acme, start } = await counting(async () => {
      const { body } = await acme.as('owner').get('jobs?state=running&limit=200');
      most = Math.max(most, (body.items as unknown[]).length);
    });
    for (let index = 0; index < MAX_RUNNING + 4; index++) running.add((await start(3)).id);
    await runJobs(app);
    const { body } = await acme.as('owner').get('jobs?state=completed');
    expect(new Set((body.items as { id: string }[]).map(({ id }) => id))).toEqual(running);
    expect(most).toBe(MAX_RUNNING);
  });
});

describe('the list of jobs', () => {
  it('shows owners all of them, newest first, and others their own', async () => {
    const { app, acme, start } = await counting(quiet);
    const first = await start(1);
    app.advance(1_000);
    const second = await start(1, 'user:dispatcher@acme.example');
    const ids = async (client: ReturnType<typeof clientOf>, query = '') =>
      itemsOf(await client.get(`jobs${query}`)).map(({ id }) => id);
    expect(await ids(acme.as('owner'))).toEqual([second.id, first.id]);
    expect(await ids(acme.as('dispatcher'))).toEqual([second.id]);
    expect(await ids(acme.as('viewer'))).toEqual([]);
    expect(await ids(acme.as('owner'), '?kind=sample-count&limit=1')).toEqual([second.id]);
    expect(await ids(acme.as('owner'), '?kind=other')).toEqual([]);
    expect(await ids(acme.as('owner'), '?state=completed')).toEqual([]);
    expect((await acme.as('viewer').get(`jobs/${first.id}`)).status).toBe(404);
    expect((await acme.as('viewer').post(`jobs/${first.id}/cancel`)).status).toBe(404);
    const globex = await found(app, 'globex');
    expect((await globex.as('owner').get(`jobs/${first.id}`)).status).toBe(404);
    expect(await ids(globex.as('owner'))).toEqual([]);
  });
});
