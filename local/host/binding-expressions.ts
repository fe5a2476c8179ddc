import { randomUUID } from 'node:crypto';
import type { Binding } from './core-module.ts';

/** What `{name}` and `{a.b}` in a binding's properties may refer to. Looked up only when a binding asks. */
export type BindingData = (name: string) => unknown;

const BUILT_IN: Readonly<Record<string, () => string>> = {
  'rand-guid': randomUUID,
  datetime: () => new Date().toISOString(),
};

const property = (value: unknown, path: string): unknown => {
  let at = value;
  for (const key of path.toLowerCase().split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name.toLowerCase() === key)?.[1];
  }
  return at;
};

const fieldOf = (payload: string, path: string): unknown => {
  try {
    return property(JSON.parse(payload), path);
  } catch {
    // Text that is no JSON has no fields.
    return undefined;
  }
};

/** Binding data of a trigger: what is known of the event, then the fields of its payload if that is JSON. */
export const bindingData =
  (known: object, payload: string | undefined): BindingData =>
  (name) =>
    BUILT_IN[name.toLowerCase()]?.() ?? property(known, name) ?? (payload && fieldOf(payload, name));

const fillIn = (text: string, data: BindingData): string =>
  text.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = data(name) ?? undefined;
    if (value === undefined) throw new Error(`No value for named parameter '${name}'.`);
    return String(value);
  });

/** A binding with its `{expressions}` filled in. Throws, naming the expression, when the trigger has no value for it. */
export const fillInBinding = (binding: Binding, data: BindingData): Binding => {
  const filled = Object.entries(binding).map(([key, value]) => [
    key,
    typeof value === 'string' && value.includes('{') ? fillIn(value, data) : value,
  ]);
  return { ...binding, ...Object.fromEntries(filled) };
};
