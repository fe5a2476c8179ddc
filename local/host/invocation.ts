import { randomUUID } from 'node:crypto';
import type { HostedFunction } from './functions.ts';
import type { LogLevel } from './log.ts';
import type { HostServices } from './services.ts';

/** A W3C trace as the library wants it; `undefined` when the caller has sent none. */
export const traceOf = (traceParent: unknown) =>
  typeof traceParent === 'string' ? { traceParent, traceState: '', attributes: {} } : undefined;

/**
 * Calls a function as the Node worker does. Gives what it returned and, for everything the host has no shorter way for, the library's
 * own translation of it. Throws what the function threw.
 *
 * @param call `inputData` and, perhaps, `triggerMetadata`, `traceContext` and `retryContext`.
 */
export const invoke = async (
  { registry, log }: HostServices,
  { callback, metadata, name }: HostedFunction,
  call: object,
  invocationId: string = randomUUID(),
) => {
  const model = registry.model?.getInvocationModel({
    invocationId,
    metadata,
    request: { ...call, invocationId, functionId: metadata.functionId ?? name },
    log: (level: LogLevel, _category: string, message: string) => log.write(level, name, message),
  });
  if (!model) throw new Error('The app has not called @azure/functions, so there is nothing that could run.');
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, callback);
  return { result, translate: () => model.getResponse(context, result) };
};
