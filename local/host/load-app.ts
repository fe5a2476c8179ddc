import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreModule, installCoreModule, type Registry } from './core-module.ts';
import { readJsonFile } from './host-json.ts';
import { openStreamGateway, type StreamGateway } from './http/stream-gateway.ts';
import type { Log } from './log.ts';

const WORKER_CAPABILITIES = {
  RawHttpBodyBytes: 'true',
  RpcHttpBodyOnly: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  TypedDataCollection: 'true',
};

const entryFiles = (appDir: string, main: unknown): string[] => {
  if (typeof main !== 'string' || main === '') throw new Error(`${join(appDir, 'package.json')} has no "main".`);
  const files = globSync(main, { cwd: appDir }).map((file) => (isAbsolute(file) ? relative(appDir, file) : file));
  if (files.length === 0)
    throw new Error(
      `Found no file matching "main": "${main}" of ${join(appDir, 'package.json')}. Has the app been built?`,
    );
  return files.sort();
};

/**
 * Loads the app as the Node worker does: every file of `package.json#main` (a glob) in order, then the `appStart`
 * hooks, then the library's capabilities. Gives the stream gateway when the app has switched HTTP streaming on.
 */
export const loadApp = async (appDir: string, registry: Registry, log: Log): Promise<StreamGateway | undefined> => {
  const { main, type } = readJsonFile(appDir, 'package.json');
  const files = entryFiles(appDir, main);
  installCoreModule(coreModule(registry, log));
  const require = createRequire(join(appDir, 'package.json'));
  for (const file of files) {
    const path = join(appDir, file);
    const isModule = path.endsWith('.mjs') || (type === 'module' && !path.endsWith('.cjs'));
    if (isModule) await import(pathToFileURL(path).href);
    else require(path);
  }
  const start = { hookData: {}, appHookData: registry.appHookData, functionAppDirectory: appDir };
  for (const hook of registry.hooks.appStart) await hook(start);
  registry.locked = true;
  const { model } = registry;
  if (!model)
    throw new Error(`${files.join(', ')} registered no function: nothing has called "app" of @azure/functions.`);
  return openStreamGateway(() => model.getCapabilities({ ...WORKER_CAPABILITIES }));
};
