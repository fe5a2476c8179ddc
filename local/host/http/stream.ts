import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpBindingData } from '../binding-expressions.ts';
import type { HostedFunction } from '../functions.ts';
import { Invocation } from '../invocation.ts';
import type { TypedData } from '../typed-data.ts';
import type { HttpServices } from './http-services.ts';
import { queryOf, traceOf } from './request-data.ts';
import type { Params } from './router.ts';
import type { StreamGateway } from './stream-gateway.ts';

/**
 * Answers a request in stream form: the library reads the body and writes the response as they flow.
 * Resolves when the function is done; the caller ends a response the library never began.
 */
export const answerStream = async (
  { app, bindings }: HttpServices,
  gateway: StreamGateway,
  fn: HostedFunction,
  request: IncomingMessage,
  response: ServerResponse,
  search: string,
  params: Params,
): Promise<void> => {
  const triggerMetadata: Record<string, TypedData> = {};
  for (const name in params) triggerMetadata[name] = { string: params[name] ?? '' };
  triggerMetadata.Headers = { json: JSON.stringify(request.headers) };
  triggerMetadata.Query = { json: '{}' };
  const trigger = { name: fn.trigger.name, data: { http: {} } };
  const needsBindings = fn.inputs.length > 0 || fn.outputs.length > 0;
  const data = needsBindings ? httpBindingData(request, queryOf(search), params, undefined) : undefined;
  const inputData = data && fn.inputs.length > 0 ? [trigger, ...(await bindings.inputs(fn, data))] : [trigger];
  const traceContext = traceOf(request.headers);
  const invocation = new Invocation(app, fn.metadata, { inputData, triggerMetadata, traceContext });
  gateway.deliver(invocation.invocationId, request, response);
  const result = await invocation.run(fn.callback);
  const outcome = await invocation.response(result);
  if (data) await bindings.outputs(fn, outcome, data);
};
