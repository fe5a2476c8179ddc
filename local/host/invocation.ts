import { randomUUID } from 'node:crypto';
import { extensionFor, type HostServices } from './bindings.ts';
import type { HostedFunction } from './functions.ts';
import { describeError, type LogLevel } from './log.ts';
import { LONGEST_TIMER } from './retry.ts';

/** A value on its way between host and app: one property, named after its kind, as in the host's RPC protocol. */
export type TypedData = Readonly<Record<string, unknown>> & { readonly string?: string; readonly json?: string };

/** What a trigger has for its function. Of the metadata text stays text, everything else travels as JSON. */
export interface TriggerEvent {
  readonly data: TypedData;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly retryContext?: object | undefined;
}

/** What the library makes of a function's result. */
export interface RpcResponse {
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
  readonly returnValue?: TypedData | null;
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

/** The invocations under way, all with one time limit. */
export const createActive = (limitMilliseconds: number) => {
  const active = {
    size: 0,
    /** Settles as the work does, or rejects once the time limit has passed: the work itself cannot be stopped, only its answer. */
    async track<T>(name: string, work: Promise<T>): Promise<T> {
      const { promise: expired, reject } = Promise.withResolvers<never>();
      const expire = () =>
        reject(new Error(`Timeout value of ${limitMilliseconds / 1000} s exceeded by function ${name}.`));
      const timer = setTimeout(expire, Math.min(limitMilliseconds, LONGEST_TIMER)).unref();
      active.size++;
      try {
        return await Promise.race([work, expired]);
      } finally {
        clearTimeout(timer);
        active.size--;
      }
    },
  };
  return active;
};

/** Calls a function as the Node worker does; throws what it threw. `finish` has the library translate the result, and writes the output bindings. */
export const invoke = async (
  fn: HostedFunction,
  { data, metadata = {}, retryContext }: TriggerEvent,
  services: HostServices,
  invocationId: string = randomUUID(),
) => {
  const { app, log } = services;
  const { callback, metadata: registered, name, trigger } = fn;
  const inputData = [{ name: trigger.name, data }];
  for (const { name: input, type, options } of fn.inputs) {
    const { read } = await extensionFor(type);
    if (read)
      inputData.push({ name: input, data: await read(options, services, `Function "${name}", input "${input}"`) });
  }
  const model = app.model.getInvocationModel({
    invocationId,
    metadata: registered,
    request: { invocationId, functionId: name, inputData, triggerMetadata: metadataOf(metadata), retryContext },
    log: (level: LogLevel, _category: string, message: string) => log.write(level, name, message),
  });
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, callback);
  const finish = async (): Promise<RpcResponse> => {
    const response = await model.getResponse(context, result);
    for (const { name: output, type, options } of fn.outputs) {
      const given = response.outputData?.find((each) => each.name === output)?.data;
      const value = output === '$return' ? response.returnValue : given;
      if (!value) continue;
      const { write } = await extensionFor(type);
      await write?.(options, outputValue(value), services, `Function "${name}", output "${output}"`);
    }
    return response;
  };
  return { result, finish };
};

/** Runs a function for an event and gives what it returned. A failure is logged here and then thrown. */
export const dispatch = async (fn: HostedFunction, event: TriggerEvent, services: HostServices): Promise<unknown> => {
  const run = async () => {
    const { finish } = await invoke(fn, event, services);
    return outputValue((await finish()).returnValue);
  };
  try {
    return await services.active.track(fn.name, run());
  } catch (error) {
    services.log.write('error', fn.name, describeError(error));
    throw error;
  }
};
