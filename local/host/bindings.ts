import { type BindingData, fillInBinding } from './binding-expressions.ts';
import type { Clients } from './clients.ts';
import type { Binding, RpcResponse } from './core-module.ts';
import type { HostedFunction, NamedBinding } from './functions.ts';
import type { Settings } from './settings.ts';
import type { StartTrigger } from './triggers/trigger.ts';
import { type NamedData, outputValue, type TypedData } from './typed-data.ts';

export interface BindingServices {
  readonly settings: Settings;
  readonly clients: Clients;
}

/** Reads an input binding. `where` names function and binding for error texts. */
export type ReadInput = (options: Binding, services: BindingServices, where: string) => Promise<TypedData>;

/** Writes the value a function gave to an output binding; rejects when it could not, which fails the invocation. */
export type WriteOutput = (options: Binding, value: unknown, services: BindingServices, where: string) => Promise<void>;

/** Triggers other than HTTP ones. Each brings its SDK along, so it is loaded when a function asks for it. */
export const TRIGGERS: Readonly<Record<string, () => Promise<StartTrigger>>> = {
  timertrigger: async () => (await import('./triggers/timer.ts')).startTimer,
  servicebustrigger: async () => (await import('./triggers/service-bus.ts')).startServiceBus,
  cosmosdbtrigger: async () => (await import('./triggers/cosmos-change-feed.ts')).startCosmosChangeFeed,
};

const INPUTS: Readonly<Record<string, () => Promise<ReadInput>>> = {
  webpubsubconnection: async () => (await import('./inputs/web-pubsub-connection.ts')).readWebPubSubConnection,
};

const OUTPUTS: Readonly<Record<string, () => Promise<WriteOutput>>> = {
  servicebus: async () => (await import('./outputs/service-bus.ts')).writeServiceBus,
  webpubsub: async () => (await import('./outputs/web-pubsub.ts')).writeWebPubSub,
};

export const TRIGGER_TYPES: ReadonlySet<string> = new Set([
  'httptrigger',
  'webpubsubtrigger',
  ...Object.keys(TRIGGERS),
]);
export const INPUT_TYPES: ReadonlySet<string> = new Set(Object.keys(INPUTS));
export const OUTPUT_TYPES: ReadonlySet<string> = new Set(['http', ...Object.keys(OUTPUTS)]);

/** Moves data between a function's extra bindings and the services behind them. */
export interface Bindings {
  inputs(fn: HostedFunction, data: BindingData): Promise<NamedData[]>;
  /** Writes every output the function has set; the return value goes to `$return`. */
  outputs(fn: HostedFunction, response: RpcResponse, data: BindingData): Promise<void>;
}

export const createBindings = (services: BindingServices): Bindings => {
  const read = async (fn: HostedFunction, { name, type, options }: NamedBinding, data: BindingData) => {
    const load = INPUTS[type];
    if (!load) throw new Error(`Function "${fn.name}": input "${type}" has no local stand-in.`);
    const reader = await load();
    return {
      name,
      data: await reader(fillInBinding(options, data), services, `Function "${fn.name}", input "${name}"`),
    };
  };

  const write = async (
    fn: HostedFunction,
    { name, type, options }: NamedBinding,
    value: unknown,
    data: BindingData,
  ) => {
    const load = OUTPUTS[type];
    if (!load) throw new Error(`Function "${fn.name}": output "${type}" has no local stand-in.`);
    const writer = await load();
    await writer(fillInBinding(options, data), value, services, `Function "${fn.name}", output "${name}"`);
  };

  return {
    inputs: (fn, data) => Promise.all(fn.inputs.map((binding) => read(fn, binding, data))),
    async outputs(fn, { outputData = [], returnValue }, data) {
      const set = new Map(outputData.map(({ name, data: value }) => [name, outputValue(value)]));
      for (const binding of fn.outputs) {
        const value = binding.name === '$return' ? outputValue(returnValue) : set.get(binding.name);
        if (value !== undefined) await write(fn, binding, value, data);
      }
    },
  };
};
