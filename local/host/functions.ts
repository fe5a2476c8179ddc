import { INPUT_TYPES, OUTPUT_TYPES, TRIGGER_TYPES } from './bindings.ts';
import type { Binding, Callback, FunctionMetadata, Registry } from './core-module.ts';
import { resolveSettings, type Settings } from './settings.ts';

export interface NamedBinding {
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

const isTrigger = (type: string) => type.endsWith('trigger');

const resolved = (binding: Binding, settings: Settings, where: string): Binding => {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return resolveSettings(value, settings, where);
    return Array.isArray(value) ? value.map(resolve) : value;
  };
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(binding)) copy[key] = resolve(value);
  return { ...copy, type: binding.type, direction: binding.direction };
};

const refuse = (name: string, type: string): never => {
  const durable = /^(orchestration|activity|entity)trigger$|^durableclient$/i.test(type);
  throw new Error(
    `Function "${name}": the binding type "${type}" has no local stand-in. ` +
      (durable
        ? 'Durable Functions are not part of this host yet; see local/host/README.md.'
        : 'See local/host/README.md for what is covered.'),
  );
};

const hosted = (metadata: FunctionMetadata, callback: Callback, settings: Settings): HostedFunction => {
  const { name } = metadata;
  const bindings = Object.entries(metadata.bindings).map(([key, binding]): NamedBinding => {
    const type = binding.type.toLowerCase();
    const known = isTrigger(type) ? TRIGGER_TYPES : binding.direction === 'in' ? INPUT_TYPES : OUTPUT_TYPES;
    if (!known.has(type)) return refuse(name, binding.type);
    return { name: key, type, options: resolved(binding, settings, `Function "${name}"`) };
  });
  const trigger = bindings.find(({ type }) => isTrigger(type));
  if (!trigger) throw new Error(`Function "${name}" has no trigger.`);
  return {
    name,
    metadata,
    callback,
    trigger,
    inputs: bindings.filter(({ type, options }) => options.direction === 'in' && !isTrigger(type)),
    outputs: bindings.filter(({ type, options }) => options.direction === 'out' && type !== 'http'),
  };
};

/** True when an app setting switches the function off (`AzureWebJobs.<name>.Disabled`, or `__` where dots cannot be). */
export const isDisabled = (name: string, settings: Settings): boolean => {
  const value = settings[`AzureWebJobs.${name}.Disabled`] ?? settings[`AzureWebJobs__${name}__Disabled`] ?? '';
  return value === '1' || value.toLowerCase() === 'true';
};

/** The functions to run. Throws, naming the function, for a binding nobody simulates or a setting that is missing. */
export const hostedFunctions = (registry: Registry, settings: Settings): HostedFunction[] =>
  [...registry.functions.values()]
    .filter(({ metadata }) => !isDisabled(metadata.name, settings))
    .map(({ metadata, callback }) => hosted(metadata, callback, settings));
