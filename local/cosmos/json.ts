/** What a stored item, a query parameter or a request body can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export type JsonObject = { [name: string]: Json };

/** Cosmos SQL knows one more value than JSON: a property that is not there. */
export type Value = Json | undefined;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `/a/"b c"/d` → `['a', 'b c', 'd']`, the notation of partition keys, unique keys and index paths. */
export const pathSegments = (path: string): string[] =>
  path
    .slice(1)
    .split('/')
    .map((segment) => (segment.startsWith('"') ? segment.slice(1, -1) : segment));

/** JSON in plain ASCII, as header values must be. */
export const asciiJson = (value: unknown) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The value of a JSON text, or undefined when it is none. */
export const parsed = (text: string): Value => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
