import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: node local/host/main.ts --app <directory with package.json and host.json> [--port 7071]';

const { values } = parseArgs({ options: { app: { type: 'string' }, port: { type: 'string', default: '7071' } } });
const port = Number(values.port);
if (values.app === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(USAGE);
  process.exit(2);
}

const appDir = resolve(values.app);
const stateDir = resolve(process.env.HOST_STATE_DIR ?? join(appDir, '.local', 'host'));
// Before anything big is loaded: the second start then finds host, app and SDKs compiled.
enableCompileCache(join(stateDir, 'compile-cache'));
process.chdir(appDir);

const { run } = await import('./run.ts');
await run({ appDir, port, stateDir, env: process.env });
