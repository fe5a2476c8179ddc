import { globSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { notSimulated } from '../shared/not-simulated.ts';
import {
  type Callback,
  type FunctionMetadata,
  type HostedFunction,
  hostedFunction,
  type Settings,
} from './functions.ts';
import { readJsonFile } from './host-json.ts';
import { openStreamGateway, type StreamGateway } from './http/stream-gateway.ts';
import type { RpcResponse } from './invocation.ts';
import type { Log, LogLevel } from './log.ts';

/** The app library's side of one invocation. */
interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<RpcResponse>;
}

interface ProgrammingModel {
  getInvocationModel(core: object): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

type Hook = (context: object) => unknown;

/** Everything an app has registered with the host. `locked` once it has started: from then on registering throws. */
export const createRegistry = () => ({
  functions: new Map<string, HostedFunction>(),
  hooks: { appStart: new Set<Hook>(), appTerminate: new Set<Hook>() },
  /** What the app's hooks are given: one object for all of them. */
  hookContext: { hookData: {}, appHookData: {} },
  model: undefined as ProgrammingModel | undefined,
  locked: false,
});

export type Registry = ReturnType<typeof createRegistry>;

/** Answers `require('@azure/functions-core')` from now on. An ESM app reaches it too, because the app library itself is CommonJS. */
const installCoreModule = (registry: Registry, settings: Settings, log: Log): void => {
  const core = {
    version: '3.13.0',
    hostVersion: '4.1040.0',
    registerFunction(metadata: FunctionMetadata, callback: Callback) {
      const { name, functionId: id = name } = metadata;
      if (registry.locked) throw new Error('A function can only be registered during app startup.');
      if (registry.functions.has(id)) throw new Error(`A function with id "${id}" has already been registered.`);
      registry.functions.set(id, hostedFunction(metadata, callback, settings));
    },
    setProgrammingModel(model: ProgrammingModel) {
      registry.model = model;
    },
    registerHook(name: keyof Registry['hooks'], hook: Hook) {
      if (!(name in registry.hooks)) throw new RangeError(notSimulated(`The hook "${name}"`, 'host'));
      registry.hooks[name].add(hook);
      return { dispose: () => registry.hooks[name].delete(hook) };
    },
    log: (level: LogLevel, _category: string, message: string) => log.write(level, 'host', message),
  };
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, self, args) => (args[0] === '@azure/functions-core' ? core : Reflect.apply(require, self, args)),
  });
};

/**
 * Loads the app as the Node worker does: every file of `package.json#main` (a glob) in order, then the `appStart`
 * hooks, then the library's capabilities. Gives the stream gateway when the app has switched HTTP streaming on.
 */
export const loadApp = async (
  appDir: string,
  registry: Registry,
  settings: Settings,
  log: Log,
): Promise<StreamGateway | undefined> => {
  const manifest = join(appDir, 'package.json');
  const { main }: { main?: string } = readJsonFile(manifest);
  const files = globSync(String(main), { cwd: appDir }).sort();
  if (files.length === 0)
    throw new Error(`Found no file matching "main": "${main}" of ${manifest}. Has the app been built?`);
  installCoreModule(registry, settings, log);
  for (const file of files) await import(pathToFileURL(join(appDir, file)).href);
  for (const hook of registry.hooks.appStart) await hook(registry.hookContext);
  registry.locked = true;
  const { model } = registry;
  if (!model)
    throw new Error(`${files.join(', ')} registered no function: nothing has called "app" of @azure/functions.`);
  return openStreamGateway(() => model.getCapabilities({ RawHttpBodyBytes: 'true', RpcHttpBodyOnly: 'true' }));
};
