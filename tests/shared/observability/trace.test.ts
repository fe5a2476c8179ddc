import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, propagation, trace } from '@opentelemetry/api';
import { startTelemetry } from '../../../shared/observability/start.ts';
import { continueTrace, inSpan, traceparent } from '../../../shared/observability/trace.ts';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

describe('while nobody listens', () => {
  it('work is done all the same, and nothing travels', async () => {
    await startTelemetry({ appInsights: undefined, traceFile: undefined });
    expect(await inSpan('append', {}, async () => traceparent())).toBeUndefined();
  });
});

describe('with a trace file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'trace-')), 'spans.ndjson');
  beforeAll(() => startTelemetry({ appInsights: undefined, traceFile: file }));
  afterAll(() => {
    trace.disable();
    context.disable();
    propagation.disable();
  });

  /** The span of this name, once it has been written. */
  const written = async (name: string) => {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 5))) {
      const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean);
      const found = lines.map((line) => JSON.parse(line)).find((span) => span.name === name);
      if (found) return found;
    }
    throw new Error(`No span ${name} was written.`);
  };

  it('a span says what was done and for how long', async () => {
    await inSpan('append', { 'fleet.stream': 'vehicle-1' }, async () => undefined);
    expect(await written('append')).toMatchObject({
      attributes: { 'fleet.stream': 'vehicle-1' },
      milliseconds: expect.any(Number),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('a span inside another belongs to it', async () => {
    const outer = await inSpan('outer', {}, () => inSpan('inner', {}, async () => traceparent()));
    const [, traceId] = FORM.exec(outer ?? '') ?? [];
    expect(await written('inner')).toMatchObject({ traceId, parentSpanId: (await written('outer')).spanId });
  });

  it('a failure marks its span and is passed on', async () => {
    const failing = inSpan('failing', {}, async () => {
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(await written('failing')).toMatchObject({ status: { code: 2, message: 'No.' } });
  });

  it('a trace goes on where a message has carried it', async () => {
    const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const inside = await continueTrace(parent, () => inSpan('reaction', {}, async () => traceparent()));
    expect(inside).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(await written('reaction')).toMatchObject({ parentSpanId: 'b7ad6b7169203331' });
  });

  it('a trace that makes no sense begins anew', async () =>
    expect(await continueTrace('nonsense', () => inSpan('anew', {}, async () => traceparent()))).toMatch(FORM));
});
