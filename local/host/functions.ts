import { isCovered } from './bindings.ts';
import type { Binding, Callback, FunctionMetadata, Registry } from './core-module.ts';

/** The app settings, which are the environment variables of this process. */
export type Settings = Readonly<Record<string, string | undefined>>;

interface NamedBinding {
  readonly name: string;
  /** Lower case: the host compares binding types without regard to case. */
  readonly type: string;
  /** The binding's properties with every `%SETTING%` resolved. */
  readonly options: Binding;
}

/** A registered function, checked and sorted into what the host has to do for it. */
export interface HostedFunction {
  readonly name: string;
  readonly metadata: FunctionMetadata;
  readonly callback: Callback;
  readonly trigger: NamedBinding;
  readonly inputs: readonly NamedBinding[];
  /** Without the `http` return binding, which is the response itself. */
  readonly outputs: readonly NamedBinding[];
}

/** A property a binding must have. Throws, naming it, when it is missing. */
export const textOf = (options: Binding, key: string, where: string): string => {
  const value = options[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${where}: "${key}" is missing.`);
};

/**
 * The connection string that a binding's `connection` (an app-setting name) stands for.
 * Throws with the setting's name when it is missing, or when it is identity-based: there is no identity on a laptop.
 */
export const connectionString = (options: Binding, settings: Settings, where: string): string => {
  const name = textOf(options, 'connection', where);
  const value = settings[name] || settings[`AzureWebJobs${name}`];
  if (value) return value;
  const identity = Object.keys(settings).find((key) => key.startsWith(`${name}__`));
  if (!identity) throw new Error(`${where}: the app setting "${name}" is not set. It must hold a connection string.`);
  const why = `"${identity}" asks for an identity-based connection, which has no local stand-in.`;
  throw new Error(`${where}: the setting ${why} Set "${name}" to a connection string instead.`);
};

const resolve = (text: string, settings: Settings, where: string): string => {
  if (/\{.+\}/.test(text)) throw new Error(`${where}: the binding expression "${text}" has no local stand-in.`);
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`${where}: %${name}% names the app setting "${name}", which is not set.`);
    return value;
  });
};

const namedBinding = (name: string, binding: Binding, settings: Settings, where: string): NamedBinding => {
  const type = binding.type.toLowerCase();
  if (!isCovered(type, binding.direction))
    throw new Error(`${where}: the binding type "${binding.type}" has no local stand-in; see local/host/README.md.`);
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(binding))
    options[key] = typeof value === 'string' && key !== 'route' ? resolve(value, settings, where) : value;
  return { name, type, options: { ...binding, ...options } };
};

const hosted = (metadata: FunctionMetadata, callback: Callback, settings: Settings): HostedFunction => {
  const { name, bindings } = metadata;
  const where = `Function "${name}"`;
  const all = Object.entries(bindings).map(([key, binding]) => namedBinding(key, binding, settings, where));
  const trigger = all.find(({ type }) => type.endsWith('trigger'));
  if (!trigger) throw new Error(`${where} has no trigger.`);
  const inputs = all.filter((binding) => binding.options.direction === 'in' && binding !== trigger);
  const outputs = all.filter(({ type, options }) => options.direction === 'out' && type !== 'http');
  return { name, metadata, callback, trigger, inputs, outputs };
};

/** An app setting switches a function off: `AzureWebJobs.<name>.Disabled`, or `__` where dots cannot be. */
const isDisabled = (name: string, settings: Settings): boolean =>
  /^(1|true)$/i.test(settings[`AzureWebJobs.${name}.Disabled`] ?? settings[`AzureWebJobs__${name}__Disabled`] ?? '');

/** The functions to run. Throws, naming the function, for a binding nobody simulates or a setting that is missing. */
export const hostedFunctions = (registry: Registry, settings: Settings): HostedFunction[] =>
  [...registry.functions.values()]
    .filter(({ metadata }) => !isDisabled(metadata.name, settings))
    .map(({ metadata, callback }) => hosted(metadata, callback, settings));
