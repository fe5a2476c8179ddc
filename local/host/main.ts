import { enableCompileCache, flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, describeError } from './log.ts';

// The app is a directory with `package.json` and `host.json`.
const { values } = parseArgs({ options: { app: { type: 'string', default: '.' }, port: { type: 'string' } } });
const { env } = process;
const appDir = resolve(values.app);
const stateDir = resolve(env.HOST_STATE_DIR ?? join(appDir, '.local', 'host'));
// Before anything big is loaded: the second start then finds host, app and SDKs compiled.
enableCompileCache(join(stateDir, 'compile-cache'));
process.chdir(appDir);

const log = createLog((text) => process.stdout.write(text));
const fail = (what: string) => (error: unknown) => {
  log.write('critical', 'host', `${what}: ${describeError(error)}`);
  process.exit(1);
};
process.on('exit', log.flush);
process.on('uncaughtException', fail('The process cannot go on'));
// Azure's worker survives a promise nobody waited for, and so does this one; it says so.
process.on('unhandledRejection', (error) => log.write('error', 'host', `Unhandled rejection: ${describeError(error)}`));

const { startHost } = await import('./host.ts');
const options = { appDir, port: Number(values.port ?? 7071), stateDir, env, log };
const host = await startHost(options).catch(fail('The app could not start'));
host.listening.then(() => flushCompileCache(), fail('A trigger could not start'));

const stop = (signal: NodeJS.Signals) => {
  log.write('information', 'host', `${signal}: finishing what is running`);
  // Nothing else may be left that keeps the process alive until then.
  setInterval(() => undefined, 1_000);
  host.stop().then(() => process.exit(0), fail('Stopping failed'));
};
// A second signal ends it at once.
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
