import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installCoreModule, type Registry } from './core-module.ts';
import type { Settings } from './functions.ts';
import { readJsonFile } from './host-json.ts';
import { openStreamGateway, type StreamGateway } from './http/stream-gateway.ts';
import type { Log } from './log.ts';

/**
 * Loads the app as the Node worker does: every file of `package.json#main` (a glob) in order, then the `appStart`
 * hooks, then the library's capabilities. Gives the stream gateway when the app has switched HTTP streaming on.
 */
export const loadApp = async (
  appDir: string,
  registry: Registry,
  env: Settings,
  log: Log,
): Promise<StreamGateway | undefined> => {
  const manifest = join(appDir, 'package.json');
  const { main }: { main?: string } = readJsonFile(manifest);
  const files = globSync(String(main), { cwd: appDir }).sort();
  if (files.length === 0)
    throw new Error(`Found no file matching "main": "${main}" of ${manifest}. Has the app been built?`);
  installCoreModule(registry, env, log);
  for (const file of files) await import(pathToFileURL(join(appDir, file)).href);
  for (const hook of registry.hooks.appStart) await hook(registry.hookContext);
  registry.locked = true;
  const { model } = registry;
  if (!model)
    throw new Error(`${files.join(', ')} registered no function: nothing has called "app" of @azure/functions.`);
  return openStreamGateway(() => model.getCapabilities({ RawHttpBodyBytes: 'true', RpcHttpBodyOnly: 'true' }));
};
