import { BINDINGS } from './bindings.ts';
import type { RetryOptions } from './retry.ts';

/** The app settings, which are the environment variables of this process. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** One binding of a function, as `@azure/functions` registers it; the rest of its properties depend on the type. */
export type Binding = Readonly<{ type: string; direction: string; [property: string]: unknown }>;

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export type Callback = (...inputs: unknown[]) => unknown;

/** A registered function, checked and sorted into what the host has to do for it. */
export type HostedFunction = ReturnType<typeof hostedFunction>;

/** A property a binding must have. Throws, naming it, when it is missing. */
export const textOf = (options: Binding, key: string, where: string): string => {
  const value = options[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${where}: "${key}" is missing.`);
};

/** Throws, naming it, when a binding has one of the properties that would have no effect. */
export const refuse = (options: Binding, keys: readonly string[], where: string): void => {
  const refused = keys.find((key) => options[key] !== undefined);
  if (refused) throw new Error(`${where}: "${refused}" of its ${options.type} has no local stand-in.`);
};

/** What the app setting named by a binding's `connection` says. Throws when there is none, or it asks for an identity: a laptop has none. */
export const connectionString = (options: Binding, settings: Settings, where: string): string => {
  const name = textOf(options, 'connection', where);
  const value = settings[name] || settings[`AzureWebJobs${name}`];
  if (value) return value;
  const isIdentity = Object.keys(settings).some((key) => key.startsWith(`${name}__`));
  const why = isIdentity ? 'asks for an identity-based connection, which has no local stand-in' : 'is not set';
  throw new Error(`${where}: the app setting "${name}" ${why}. It must hold a connection string.`);
};

const resolve = (text: string, settings: Settings, where: string): string => {
  if (/\{.+\}/.test(text)) throw new Error(`${where}: the binding expression "${text}" has no local stand-in.`);
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`${where}: %${name}% names the app setting "${name}", which is not set.`);
    return value;
  });
};

/** Throws, naming the function, for a binding nobody simulates or a setting that is missing. */
export const hostedFunction = (metadata: FunctionMetadata, callback: Callback, settings: Settings) => {
  const { name, bindings } = metadata;
  const where = `Function "${name}"`;
  const all = Object.entries(bindings).map(([key, binding]) => {
    // Binding types are compared without regard to case.
    const type = binding.type.toLowerCase();
    if (!(type in BINDINGS))
      throw new Error(`${where}: the binding type "${binding.type}" has no local stand-in; see local/host/README.md.`);
    const options: Binding & Record<string, unknown> = { ...binding };
    for (const [property, value] of Object.entries(binding))
      if (typeof value === 'string' && property !== 'route') options[property] = resolve(value, settings, where);
    return { name: key, type, options };
  });
  const trigger = all.find(({ type }) => type.endsWith('trigger'));
  if (!trigger) throw new Error(`${where} has no trigger.`);
  const inputs = all.filter((binding) => binding.options.direction === 'in' && binding !== trigger);
  // The `http` return binding is the response itself.
  const outputs = all.filter(({ type, options }) => options.direction === 'out' && type !== 'http');
  return { name, metadata, callback, trigger, inputs, outputs };
};

/** An app setting switches a function off: `AzureWebJobs.<name>.Disabled`, or `__` where dots cannot be. */
export const isDisabled = (name: string, settings: Settings): boolean =>
  /^(1|true)$/i.test(settings[`AzureWebJobs.${name}.Disabled`] ?? settings[`AzureWebJobs__${name}__Disabled`] ?? '');
