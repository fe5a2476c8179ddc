import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Binding } from './core-module.ts';
import type { Params } from './http/router.ts';

/** What `{name}` and `{a.b}` in a binding's properties may refer to. Looked up only when a binding asks. */
export type BindingData = (name: string) => unknown;

const property = (value: unknown, path: readonly string[]): unknown => {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    const wanted = key.toLowerCase();
    at = Object.entries(at).find(([name]) => name.toLowerCase() === wanted)?.[1];
  }
  return at;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Binding data of an HTTP request: route parameters, `query.x`, `headers.x`, `sys.methodname`, fields of a JSON body. */
export const httpBindingData = (
  request: IncomingMessage,
  query: Readonly<Record<string, string>>,
  params: Params,
  body: Uint8Array | undefined,
): BindingData => {
  const { headers, method } = request;
  const known = { ...params, query, headers, sys: { methodname: method } };
  return (name) => {
    const path = name.split('.');
    return property(known, path) ?? (body && property(parseJson(Buffer.from(body).toString()), path));
  };
};

/** Binding data of any other trigger: its metadata, and the fields of a JSON payload. */
export const triggerBindingData =
  (metadata: Readonly<Record<string, unknown>>, payload: string | undefined): BindingData =>
  (name) => {
    const path = name.split('.');
    return property(metadata, path) ?? (payload === undefined ? undefined : property(parseJson(payload), path));
  };

const builtIn = (name: string): string | undefined => {
  const wanted = name.toLowerCase();
  if (wanted === 'rand-guid' || wanted === 'sys.randguid') return randomUUID();
  if (wanted === 'datetime' || wanted === 'sys.utcnow') return new Date().toISOString();
  return undefined;
};

/** Fills in `{expressions}`. Throws, naming the expression, when the trigger has no value for it. */
export const fillIn = (text: string, data: BindingData): string =>
  text.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = builtIn(name) ?? data(name);
    if (value === undefined || value === null) throw new Error(`No value for named parameter '${name}'.`);
    return String(value);
  });

export const fillInBinding = (binding: Binding, data: BindingData): Binding => {
  const filled: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(binding))
    filled[key] = typeof value === 'string' && value.includes('{') ? fillIn(value, data) : value;
  return { ...filled, type: binding.type, direction: binding.direction };
};
