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
import { openStreamGateway } from './http/stream-gateway.ts';
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

export type App = Awaited<ReturnType<typeof loadApp>>;

/**
 * Loads the app as the Node worker does: every file of `package.json#main` (a glob) in order, then the library's capabilities.
 * Gives what it has registered, and the stream gateway when it has switched HTTP streaming on. Throws when it cannot be hosted.
 */
export const loadApp = async (appDir: string, settings: Settings, log: Log) => {
  const functions = new Map<string, HostedFunction>();
  const onTerminate = new Set<(context: object) => unknown>();
  const registered: { model?: ProgrammingModel } = {};
  let started = false;
  const core = {
    version: '3.13.0',
    hostVersion: '4.1040.0',
    registerFunction(metadata: FunctionMetadata, callback: Callback) {
      const { name } = metadata;
      if (started) throw new Error('A function can only be registered during app startup.');
      if (functions.has(name)) throw new Error(`A function with id "${name}" has already been registered.`);
      functions.set(name, hostedFunction(metadata, callback, settings));
    },
    setProgrammingModel(model: ProgrammingModel) {
      registered.model = model;
    },
    registerHook(name: string, hook: (context: object) => unknown) {
      if (name !== 'appTerminate') throw new RangeError(notSimulated(`The hook "${name}"`, 'host'));
      onTerminate.add(hook);
      return { dispose: () => onTerminate.delete(hook) };
    },
    log: (level: LogLevel, _category: string, message: string) => log.write(level, 'host', message),
  };
  // An ESM app reaches it too, because the app library itself is CommonJS.
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, self, args) => (args[0] === '@azure/functions-core' ? core : Reflect.apply(require, self, args)),
  });
  const manifest = join(appDir, 'package.json');
  const { main }: { main?: string } = readJsonFile(manifest);
  const files = globSync(String(main), { cwd: appDir }).sort();
  if (files.length === 0)
    throw new Error(`Found no file matching "main": "${main}" of ${manifest}. Has the app been built?`);
  for (const file of files) await import(pathToFileURL(join(appDir, file)).href);
  started = true;
  const { model } = registered;
  if (!model)
    throw new Error(`${files.join(', ')} registered no function: nothing has called "app" of @azure/functions.`);
  const capabilities = { RawHttpBodyBytes: 'true', RpcHttpBodyOnly: 'true' };
  const gateway = await openStreamGateway(() => model.getCapabilities(capabilities));
  return { functions: [...functions.values()], onTerminate, model, gateway };
};
