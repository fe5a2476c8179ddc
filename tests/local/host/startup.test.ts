import { join } from 'node:path';
import { build } from 'esbuild';
import { covered, refused } from '../conformance.ts';
import { appDir, cleanUp, makeApp, start } from './support.ts';

afterEach(cleanUp);

const app = (body: string) => `import { app, input, output } from '@azure/functions';\n${body}`;
const handler = 'handler: async () => ({})';

const refusal = async (files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) => {
  const error = await start(makeApp(files), { env }).catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : 'it started';
};

describe(covered('Apps: ES modules and CommonJS, a pattern as main, bundles in chunks'), () => {
  it('loads an ESM app whose entry is a pattern and whose module waits', async () => {
    const host = await start(appDir('modern'));
    expect(await (await fetch(`${host.url}/api/hello/bob`)).json()).toEqual({ hi: 'bob' });
  });

  it('runs a bundle split into chunks, and loads a chunk when it is wanted', async () => {
    const directory = makeApp({
      'package.json': '{"type":"module","main":"dist/functions/main.js"}',
      'main.mjs': app(`app.http('lazy', { handler: async () => ({ body: (await import('./chunk.mjs')).text }) });
      app.http('ping', { handler: async () => ({ body: 'pong' }) });`),
      'chunk.mjs': `export const text = 'from a chunk';`,
    });
    await build({
      entryPoints: { 'functions/main': join(directory, 'main.mjs') },
      outdir: join(directory, 'dist'),
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      external: ['@azure/functions-core'],
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
      logLevel: 'error',
    });
    const host = await start(directory, { until: 'http' });
    expect(await (await fetch(`${host.url}/api/ping`)).text()).toBe('pong');
    expect(await (await fetch(`${host.url}/api/lazy`)).text()).toBe('from a chunk');
  });
});

describe('ends with 1 and says why when', () => {
  it('the app throws while it is loaded', async () => {
    const text = await refusal({ 'app.mjs': `throw new Error('no settings, no app');` });
    expect(text).toContain('ended with 1');
    expect(text).toMatch(/fatal host {2}The app could not start: Error: no settings, no app/);
  });

  it('the app has not been built', async () => {
    const text = await refusal({ 'package.json': '{"type":"module","main":"dist/main.js"}' });
    expect(text).toMatch(/Found no file matching "main": "dist\/main.js".*Has the app been built\?/);
  });

  it('the app registers nothing', async () => {
    expect(await refusal({ 'app.mjs': 'export {};' })).toContain('app.mjs registered no function');
  });

  it('a function is registered twice', async () => {
    const source = app(`for (const route of ['a', 'b']) app.http('twin', { route, ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain('A function with id "twin" has already been registered.');
  });

  it('two functions answer the same request', async () => {
    const source = app(`for (const name of ['x', 'y']) app.get(name, { route: 'same/{' + name + '}', ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain('"y" answers GET api/same/{y}, and so does "x".');
  });

  it(refused('Bindings of any other type'), async () => {
    const source = app(`app.storageQueue('q', { queueName: 'q', connection: 'C', ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain(
      'Function "q": the binding type "queueTrigger" has no local stand-in',
    );
  });

  it(refused('Service Bus output'), async () => {
    const source = app(`const queue = output.serviceBusQueue({ queueName: 'q', connection: 'C' });
      app.http('e', { extraOutputs: [queue], ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain(
      'Function "e": the binding type "serviceBus" has no local stand-in',
    );
  });

  describe(refused('Hooks but appTerminate'), () => {
    it.each(['appStart', 'preInvocation', 'postInvocation', 'log'])('the app has a hook for %s', async (hook) => {
      const source = app(`app.hook.${hook}(() => undefined); app.http('a', { ${handler} });`);
      expect(await refusal({ 'app.mjs': source })).toContain(`The hook "${hook}" is not simulated.`);
    });
  });

  it(refused('Binding expressions such as {id}'), async () => {
    const source = app(`const hub = output.webPubSub({ name: 'w', hub: 'hub-{id}', connection: 'C' });
      app.http('e', { route: 'e/{id}', extraOutputs: [hub], ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain(
      'Function "e": the binding expression "hub-{id}" has no local stand-in',
    );
  });

  it(refused('Cosmos DB trigger: startFromTime, all versions and deletes, leases elsewhere'), async () => {
    const source = app(`app.cosmosDB('c', { containerName: 'c', databaseName: 'd', connection: 'DATA',
      startFromTime: '2026-01-01', ${handler} });`);
    expect(await refusal({ 'app.mjs': source }, { DATA: 'x' })).toContain(
      'Function "c": "startFromTime" of its cosmosDBTrigger has no local stand-in.',
    );
  });

  it(covered('%SETTING% in bindings; one that is missing ends the start'), async () => {
    const source = app(`app.timer('t', { schedule: '%NOT_SET%', ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain(
      'Function "t": %NOT_SET% names the app setting "NOT_SET", which is not set.',
    );
  });

  it(refused('Identity-based connections'), async () => {
    const source = app(`app.serviceBusQueue('b', { queueName: 'q', connection: 'BUS', ${handler} });`);
    expect(
      await refusal({ 'app.mjs': source }, { BUS__fullyQualifiedNamespace: 'x.servicebus.windows.net' }),
    ).toContain(
      'the app setting "BUS" asks for an identity-based connection, which has no local stand-in. It must hold a connection string.',
    );
  });

  it('a connection is missing', async () => {
    const source = app(`app.cosmosDB('c', { containerName: 'c', databaseName: 'd', connection: 'DATA', ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain('the app setting "DATA" is not set');
  });

  it('a schedule is none', async () => {
    const source = app(`app.timer('t', { schedule: 'every day', ${handler} });`);
    expect(await refusal({ 'app.mjs': source })).toContain(
      '"every day" is neither an NCRONTAB expression nor a TimeSpan',
    );
  });

  it(covered('host.json: functionTimeout, http, serviceBus; a wrong value ends the start'), async () => {
    const text = await refusal({
      'host.json': '{"extensions":{"serviceBus":{"maxConcurrentCalls":"many"}}}',
      'app.mjs': app(`app.http('a', { ${handler} });`),
    });
    expect(text).toContain(
      'host.json: extensions.serviceBus.maxConcurrentCalls must be a whole number above 0, not "many".',
    );
  });

  it(refused('Other settings of http, serviceBus and durableTask in host.json'), async () => {
    for (const [extension, key] of Object.entries({ serviceBus: 'prefetchCount', durableTask: 'hubName' })) {
      const files = { 'host.json': JSON.stringify({ extensions: { [extension]: { [key]: 'x' } } }), 'app.mjs': '' };
      expect(await refusal(files)).toContain(`"${key}" of extensions.${extension} in host.json is not simulated.`);
    }
  });

  it(refused('Service Bus trigger: autoCompleteMessages'), async () => {
    const source = app(`app.serviceBusQueue('b', { queueName: 'q', connection: 'BUS', autoCompleteMessages: false,
      ${handler} });`);
    expect(await refusal({ 'app.mjs': source }, { BUS: 'Endpoint=sb://x' })).toContain(
      'Function "b": "autoCompleteMessages" of its serviceBusTrigger has no local stand-in.',
    );
  });

  it.each([
    ['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT', '1 MB', 'must be a whole number above 0, not "1 MB"'],
    ['HOST_DRAIN_TIMEOUT', '10', 'must be a TimeSpan such as "00:01:00", not "10"'],
  ])('%s is %s', async (name, value, text) => {
    expect(await refusal({ 'app.mjs': '' }, { [name]: value })).toContain(`${name} ${text}`);
  });

  it('host.json is broken', async () => {
    expect(await refusal({ 'host.json': '{', 'app.mjs': '' })).toMatch(/host\.json is not valid JSON/);
  });

  it('the port is taken', async () => {
    const host = await start(appDir('modern'));
    const second = start(appDir('modern'), { port: host.port });
    await expect(second).rejects.toThrow(/EADDRINUSE/);
  });
});
