import { INPUTS, OUTPUTS } from './bindings.ts';
import type { RpcResponse } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import { invoke } from './invocation.ts';
import { describeError } from './log.ts';
import type { HostServices } from './services.ts';

/** A value on its way between host and app: one property, named after its kind, as in the host's RPC protocol. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly [kind: string]: unknown;
}

/** What a trigger has for its function. Of the metadata text stays text, everything else travels as JSON. */
export interface TriggerEvent {
  readonly data: TypedData;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly traceContext?: object | undefined;
  readonly retryContext?: object | undefined;
}

const metadataOf = (values: Readonly<Record<string, unknown>>): Record<string, TypedData> => {
  const metadata: Record<string, TypedData> = {};
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === 'string') metadata[key] = { string: value };
    else if (value !== null && value !== undefined) metadata[key] = { json: JSON.stringify(value) };
  }
  return metadata;
};

const outputValue = (data: TypedData | null | undefined): unknown =>
  data?.json === undefined ? (data?.string ?? data?.bytes ?? data?.int ?? data?.double) : JSON.parse(data.json);

/** What the function's input bindings have for it, behind what its trigger has. */
export const withInputs = async (fn: HostedFunction, data: TypedData, services: HostServices) => {
  const inputs = [{ name: fn.trigger.name, data }];
  for (const { name, type, options } of fn.inputs) {
    const read = await INPUTS[type]?.();
    if (read) inputs.push({ name, data: await read(options, services, `Function "${fn.name}", input "${name}"`) });
  }
  return inputs;
};

/** Writes every output the function has set, and gives what it returned. */
export const writeOutputs = async (fn: HostedFunction, response: RpcResponse, services: HostServices) => {
  const { outputData = [], returnValue } = response;
  for (const { name, type, options } of fn.outputs) {
    const given = name === '$return' ? returnValue : outputData.find((output) => output.name === name)?.data;
    const write = given ? await OUTPUTS[type]?.() : undefined;
    await write?.(options, outputValue(given), services, `Function "${fn.name}", output "${name}"`);
  }
  return outputValue(returnValue);
};

/** Runs a function for an event and gives what it returned. A failure is logged here and then thrown. */
export const dispatch = async (fn: HostedFunction, event: TriggerEvent, services: HostServices): Promise<unknown> => {
  const run = async () => {
    const { data, metadata = {}, ...contexts } = event;
    const inputData = await withInputs(fn, data, services);
    const call = { inputData, triggerMetadata: metadataOf(metadata), ...contexts };
    const { translate } = await invoke(services, fn, call);
    return writeOutputs(fn, await translate(), services);
  };
  try {
    return await services.active.track(fn.name, run());
  } catch (error) {
    services.log.write('error', fn.name, describeError(error));
    throw error;
  }
};
