import Module from 'node:module';
import type { Log, LogLevel } from './log.ts';
import type { NamedData, TypedData } from './typed-data.ts';

/** One binding of a function, as `@azure/functions` registers it; the rest of its properties depend on the type. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [property: string]: unknown;
}

interface Seconds {
  readonly seconds: number;
}

export interface RetryOptions {
  readonly maxRetryCount: number;
  readonly retryStrategy: 'fixedDelay' | 'exponentialBackoff';
  readonly delayInterval?: Seconds;
  readonly minimumInterval?: Seconds;
  readonly maximumInterval?: Seconds;
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

/** Everything an app has registered with the host. */
export const createRegistry = () => ({
  functions: new Map<string, { readonly metadata: FunctionMetadata; readonly callback: Callback }>(),
  hooks: {
    preInvocation: new Set<Hook>(),
    postInvocation: new Set<Hook>(),
    appStart: new Set<Hook>(),
    appTerminate: new Set<Hook>(),
    log: new Set<Hook>(),
  },
  /** Shared by all hooks of the app. */
  appHookData: {},
  model: undefined as ProgrammingModel | undefined,
  /** Set once the app has started: from then on registering throws, as in Azure. */
  locked: false,
});

export type Registry = ReturnType<typeof createRegistry>;

class Disposable {
  readonly dispose: () => unknown;
  constructor(dispose: () => unknown) {
    this.dispose = dispose;
  }
}

/** The module `@azure/functions` asks its host for. */
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
    const known = Object.entries(registry.hooks).find(([hookName]) => hookName === name);
    if (!known)
      throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
    const [, hooks] = known;
    hooks.add(hook);
    return new Disposable(() => hooks.delete(hook));
  },
  log: (level: LogLevel, _category: string, message: string) => log.write(level, 'host', message),
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
