import type { IncomingMessage } from 'node:http';
import { httpBindingData } from '../binding-expressions.ts';
import type { HostedFunction } from '../functions.ts';
import { Invocation, type InvocationRequest } from '../invocation.ts';
import { hasBody, readBody } from './body.ts';
import { BufferedRequest } from './buffered-request.ts';
import type { HttpServices } from './http-services.ts';
import { plainReply } from './plain-reply.ts';
import { type Reply, replyFromRpc } from './reply.ts';
import { queryOf, traceOf } from './request-data.ts';
import type { Params } from './router.ts';

/** Answers a request in RPC form: the whole body in, the whole body out. */
export const answerRpc = async (
  { app, bindings, bodyLimit }: HttpServices,
  fn: HostedFunction,
  request: IncomingMessage,
  url: string,
  search: string,
  params: Params,
): Promise<Reply> => {
  const body = hasBody(request) ? await readBody(request, bodyLimit) : undefined;
  const query = queryOf(search);
  const nativeRequest = new BufferedRequest(url, request.method ?? 'GET', request.headers, body);
  const trigger = { name: fn.trigger.name, data: { http: { nativeRequest, query, params } } };
  const needsBindings = fn.inputs.length > 0 || fn.outputs.length > 0;
  const data = needsBindings ? httpBindingData(request, query, params, body) : undefined;
  const call: InvocationRequest = {
    inputData: data && fn.inputs.length > 0 ? [trigger, ...(await bindings.inputs(fn, data))] : [trigger],
    traceContext: traceOf(request.headers),
  };
  const invocation = new Invocation(app, fn.metadata, call);
  const result = await invocation.run(fn.callback);
  const plain = fn.outputs.length === 0 ? plainReply(result) : undefined;
  if (plain) return plain;
  const response = await invocation.response(result);
  if (data) await bindings.outputs(fn, response, data);
  return replyFromRpc(response);
};
