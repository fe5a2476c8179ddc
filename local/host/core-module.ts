import Module from 'node:module';
import { notSimulated } from '../shared/not-simulated.ts';
import type { TypedData } from './dispatch.ts';
import {
  type Callback,
  type FunctionMetadata,
  type HostedFunction,
  hostedFunction,
  type Settings,
} from './functions.ts';
import type { Log, LogLevel } from './log.ts';

export interface RpcResponse {
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
  readonly returnValue?: TypedData | null;
}

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

/**
 * Answers `require('@azure/functions-core')` from now on: what the app library asks its host for, once, so this must run
 * before the app is loaded. An ESM app reaches it too, because the library itself is CommonJS.
 */
export const installCoreModule = (registry: Registry, settings: Settings, log: Log): void => {
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
