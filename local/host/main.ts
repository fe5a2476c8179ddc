import { enableCompileCache, flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, describeError } from './log.ts';

const USAGE = 'Usage: node local/host/main.ts --app <directory with package.json and host.json> [--port 7071]';

const { values } = parseArgs({ options: { app: { type: 'string' }, port: { type: 'string', default: '7071' } } });
const port = Number(values.port);
if (values.app === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(USAGE);
  process.exit(2);
}

const { env } = process;
const appDir = resolve(values.app);
const stateDir = resolve(env.HOST_STATE_DIR ?? join(appDir, '.local', 'host'));
// Before anything big is loaded: the second start then finds host, app and SDKs compiled.
enableCompileCache(join(stateDir, 'compile-cache'));
process.chdir(appDir);

const log = createLog(env.HOST_LOG === 'verbose', (text) => process.stdout.write(text));
const fail = (what: string) => (error: unknown) => {
  log.write('critical', 'host', `${what}: ${describeError(error)}`);
  process.exit(1);
};
process.on('exit', log.flush);
process.on('uncaughtException', fail('The process cannot go on'));
// Azure's worker survives a promise nobody waited for, and so does this one; it says so.
process.on('unhandledRejection', (error) => log.write('error', 'host', `Unhandled rejection: ${describeError(error)}`));

const { startHost } = await import('./host.ts');
const host = await startHost({ appDir, port, stateDir, env, log }).catch(fail('The app could not start'));
host.listening.then(() => flushCompileCache(), fail('A trigger could not start'));

let stopping = false;
const stop = (signal: NodeJS.Signals) => {
  // Whoever asks twice does not want to wait.
  if (stopping) process.exit(130);
  stopping = true;
  log.write('information', 'host', `${signal}: finishing what is running`);
  host.stop().then(() => process.exit(0), fail('Stopping failed'));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
