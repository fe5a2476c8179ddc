import Module from 'node:module';
import type { TypedData } from './dispatch.ts';
import type { Log, LogLevel } from './log.ts';
import type { RetryOptions } from './retry.ts';

/** One binding of a function, as `@azure/functions` registers it; the rest of its properties depend on the type. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [property: string]: unknown;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly functionId?: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export type Callback = (...inputs: unknown[]) => unknown;
type Hook = (context: object) => unknown;

export interface RpcResponse {
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
  readonly returnValue?: TypedData | null;
}

/** The app library's side of one invocation. */
export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<RpcResponse>;
}

interface ProgrammingModel {
  getInvocationModel(core: object): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

const none = () => new Set<Hook>();

/** Everything an app has registered with the host. `locked` once it has started: from then on registering throws. */
export const createRegistry = () => ({
  functions: new Map<string, { readonly metadata: FunctionMetadata; readonly callback: Callback }>(),
  hooks: { preInvocation: none(), postInvocation: none(), appStart: none(), appTerminate: none(), log: none() },
  /** Shared by all hooks of the app. */
  appHookData: {},
  model: undefined as ProgrammingModel | undefined,
  locked: false,
});

export type Registry = ReturnType<typeof createRegistry>;

/**
 * Answers `require('@azure/functions-core')` from now on: what the app library asks its host for, once, so this must run
 * before the app is loaded. An ESM app reaches it too, because the library itself is CommonJS.
 */
export const installCoreModule = (registry: Registry, log: Log): void => {
  const core = {
    version: '3.13.0',
    hostVersion: '4.1040.0',
    registerFunction(metadata: FunctionMetadata, callback: Callback) {
      const { name, functionId: id = name } = metadata;
      if (registry.locked) throw new Error('A function can only be registered during app startup.');
      if (registry.functions.has(id)) throw new Error(`A function with id "${id}" has already been registered.`);
      registry.functions.set(id, { metadata, callback });
    },
    setProgrammingModel(model: ProgrammingModel) {
      registry.model = model;
    },
    registerHook(name: keyof Registry['hooks'], hook: Hook) {
      if (!(name in registry.hooks)) throw new RangeError(`Unrecognized hook "${name}"`);
      registry.hooks[name].add(hook);
      return { dispose: () => registry.hooks[name].delete(hook) };
    },
    log: (level: LogLevel, _category: string, message: string) => log.write(level, 'host', message),
  };
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, self, args) => (args[0] === '@azure/functions-core' ? core : Reflect.apply(require, self, args)),
  });
};
