import { isCovered } from './bindings.ts';
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

const isTrigger = ({ type }: NamedBinding) => type.endsWith('trigger');

const resolved = (binding: Binding, settings: Settings, where: string): Binding => {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return resolveSettings(value, settings, where);
    return Array.isArray(value) ? value.map(resolve) : value;
  };
  const options = Object.entries(binding).map(([key, value]) => [key, resolve(value)]);
  return { ...Object.fromEntries(options), type: binding.type, direction: binding.direction };
};

const hosted = (metadata: FunctionMetadata, callback: Callback, settings: Settings): HostedFunction => {
  const { name } = metadata;
  const where = `Function "${name}"`;
  const bindings = Object.entries(metadata.bindings).map(([key, binding]): NamedBinding => {
    const type = binding.type.toLowerCase();
    if (!isCovered(type, binding.direction))
      throw new Error(
        `${where}: the binding type "${binding.type}" has no local stand-in. See local/host/README.md for what is covered.`,
      );
    return { name: key, type, options: resolved(binding, settings, where) };
  });
  const trigger = bindings.find(isTrigger);
  if (!trigger) throw new Error(`${where} has no trigger.`);
  const inputs = bindings.filter((binding) => binding.options.direction === 'in' && !isTrigger(binding));
  const outputs = bindings.filter(({ type, options }) => options.direction === 'out' && type !== 'http');
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
