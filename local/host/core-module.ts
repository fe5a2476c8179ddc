import Module from 'node:module';
import type { Log, LogLevel } from './log.ts';
import type { NamedData, TypedData } from './typed-data.ts';

/** One binding of a function, as `@azure/functions` registers it; the rest of its properties depend on the type. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [property: string]: unknown;
}

export interface RetryOptions {
  readonly maxRetryCount: number;
  readonly retryStrategy: 'fixedDelay' | 'exponentialBackoff';
  readonly delayInterval?: { readonly seconds: number };
  readonly minimumInterval?: { readonly seconds: number };
  readonly maximumInterval?: { readonly seconds: number };
}

export interface FunctionMetadata {
  readonly name: string;
  readonly functionId?: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export type Callback = (...inputs: unknown[]) => unknown;
export type Hook = (context: object) => unknown;

export interface RpcResponse {
  readonly outputData?: readonly NamedData[];
  readonly returnValue?: TypedData | null;
}

/** The app library's side of one invocation. */
export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<RpcResponse>;
}

export interface ProgrammingModel {
  getInvocationModel(core: object): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

const HOOK_NAMES = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
type HookName = (typeof HOOK_NAMES)[number];

const isHookName = (name: string): name is HookName => HOOK_NAMES.some((known) => known === name);

/** Everything an app has registered with the host. */
export interface Registry {
  readonly functions: Map<string, { readonly metadata: FunctionMetadata; readonly callback: Callback }>;
  readonly hooks: Readonly<Record<HookName, Hook[]>>;
  /** Shared by all hooks of the app; `appHookData` of the library's hook contexts. */
  readonly appHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  /** Set once the app has started: from then on registering throws, as in Azure. */
  locked: boolean;
}

export const createRegistry = (): Registry => ({
  functions: new Map(),
  hooks: { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] },
  appHookData: {},
  model: undefined,
  locked: false,
});

class Disposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  dispose() {
    this.#dispose();
  }
}

/** The module `@azure/functions` asks its host for. Only `node` hosts of version 4 are claimed. */
export const coreModule = (registry: Registry, log: Log) => ({
  version: '3.13.0',
  hostVersion: '4.1040.0',
  Disposable,
  registerFunction(metadata: FunctionMetadata, callback: Callback) {
    if (registry.locked) throw new Error('A function can only be registered during app startup.');
    const id = metadata.functionId ?? metadata.name;
    if (registry.functions.has(id)) throw new Error(`A function with id "${id}" has already been registered.`);
    registry.functions.set(id, { metadata, callback });
    return new Disposable(() => registry.functions.delete(id));
  },
  setProgrammingModel(model: ProgrammingModel) {
    registry.model = model;
  },
  getProgrammingModel: () => registry.model,
  registerHook(name: string, hook: Hook) {
    if (!isHookName(name))
      throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
    const list = registry.hooks[name];
    list.push(hook);
    return new Disposable(() => {
      const at = list.indexOf(hook);
      if (at >= 0) list.splice(at, 1);
    });
  },
  log(level: LogLevel, _category: string, message: string) {
    log.write(level, 'host', message);
  },
});

/**
 * Answers `require('@azure/functions-core')` from now on. An ESM app reaches it too, because the library itself is
 * CommonJS. Must run before the app is loaded: the library asks once and remembers the answer.
 */
export const installCoreModule = (api: object): void => {
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (require, self, args) => (args[0] === '@azure/functions-core' ? api : Reflect.apply(require, self, args)),
  });
};
