import fc, { type Arbitrary } from 'fast-check';
import type { Ask } from '../../../shared/testing/world.ts';
import type { Values } from './branch.ts';
import { type Hint, instanceOf } from './instance.ts';
import { type Api, isSafe, type Operation, type Parameter, type Schema } from './operations.ts';
import { hintsFor, type Prepared, requestFor } from './requests.ts';

/** Longer than anything that is allowed, and short enough to send thousands. */
const LONG = 3_000;

/** Texts that have done harm somewhere. */
const TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\nb',
    '\u202eabc',
    '\ufeff',
    '\ud800',
    'e\u0301'.repeat(50),
    '😀'.repeat(40),
    'x'.repeat(LONG),
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'Infinity', '-0', '1e999'],
  ...[
    "' OR 1=1 --",
    '"; DROP TABLE c',
    '../../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    '{{7*7}}',
    '<script>',
    '\\',
    '/',
    '?',
    '#',
  ],
  ...[
    '0x10',
    '１２',
    '2026-02-30',
    '2026-02-29T24:00:00Z',
    '+275760-09-13T00:00:00Z',
    '9999-12-31T23:59:59.999+14:00',
    '-1',
  ],
];

const NUMBERS = [
  0,
  -0,
  -1,
  0.1,
  1e21,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
];

const hostileText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const hostile: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    { id: null },
    { length: 1e9 },
    JSON.parse('{"then":1,"toString":1}'),
  ),
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(50, 400).map(nested),
  fc.jsonValue({ maxDepth: 3 }),
);

const textOf = (schema: Schema, usual: string): Arbitrary<string> => {
  const { minLength = 0, maxLength = 200, pattern, format } = schema;
  if (pattern || format) return fc.constant(usual);
  const longest = Math.min(maxLength, LONG);
  return fc.oneof(
    fc.constantFrom(usual, 'x'.repeat(Math.max(minLength, 1)), 'x'.repeat(longest), 'é'.repeat(longest)),
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(longest, 60) }),
  );
};

const numberOf = ({ minimum = -1e9, maximum = 1e9, type }: Schema): Arbitrary<number> => {
  const edges = fc.constantFrom(minimum, maximum, Math.min(minimum + 1, maximum));
  if (type === 'integer') return fc.oneof(edges, fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }));
  return fc.oneof(edges, fc.double({ min: minimum, max: maximum, noNaN: true }));
};

const MAX_ITEMS = 3;

/** What a schema allows, at its edges more often than not; ids are mostly those of what there is. */
const allowedBy = (api: Api, hint: Hint, schema: Schema, name = ''): Arbitrary<unknown> => {
  const known = api.resolve(schema);
  const hinted = hint(name, known);
  const usual = () => instanceOf(api, hint, known, name);
  if ('const' in known) return fc.constant(known.const);
  if (known.enum) return fc.constantFrom(...known.enum);
  const either = known.anyOf ?? known.oneOf;
  const made = either
    ? fc.oneof(...either.map((one) => allowedBy(api, hint, one, name)))
    : (OF_TYPE[known.type ?? '']?.(api, hint, known, name, usual) ?? hostile);
  return hinted === undefined
    ? made
    : fc.oneof({ arbitrary: fc.constant(hinted), weight: 4 }, { arbitrary: made, weight: 1 });
};

type Make = (api: Api, hint: Hint, schema: Schema, name: string, usual: () => unknown) => Arbitrary<unknown>;

const OF_TYPE: Readonly<Record<string, Make>> = {
  object: (api, hint, { properties = {}, required = [], additionalProperties }) =>
    typeof additionalProperties === 'object'
      ? fc.dictionary(fc.constantFrom('a', 'cargo', 'x'.repeat(40)), allowedBy(api, hint, additionalProperties), {
          maxKeys: 2,
        })
      : fc.record(
          Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, allowedBy(api, hint, one, name)])),
          { requiredKeys: [...required] },
        ),
  array: (api, hint, { items = {}, minItems = 0, maxItems = MAX_ITEMS }, name) =>
    fc.array(allowedBy(api, hint, items, name), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, MAX_ITEMS)),
    }),
  string: (_, __, schema, ___, usual) => textOf(schema, String(usual())),
  integer: (_, __, schema) => numberOf(schema),
  number: (_, __, schema) => numberOf(schema),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

/** The value with one thing in it, anywhere, exchanged for another, left out, or put beside the others. */
const spoilt = (value: unknown, [where, how, other]: readonly [number, number, unknown]): unknown => {
  if (typeof value !== 'object' || value === null || where % 4 === 3) return other;
  if (Array.isArray(value))
    return value.length === 0
      ? [other]
      : value.map((one, index) => (index === where % value.length ? spoilt(one, [where >> 2, how, other]) : one));
  const entries = Object.entries(value);
  const at = where % (entries.length + 1);
  const [name, member] = entries[at] ?? [];
  if (name === undefined) return { ...value, unheardOf: other };
  if (how === 0) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return { ...value, [name]: spoilt(member, [where >> 2, how, other]) };
};

/** Texts that are no JSON, or JSON that no object prints as. */
const rawOf = (text: string): Arbitrary<string> =>
  fc.oneof(
    fc.nat(text.length).map((end) => text.slice(0, end)),
    fc.constantFrom(
      ...[
        '',
        'null',
        'true',
        '[]',
        '0',
        '""',
        '{',
        '{]',
        'hello',
        '\ufeff{}',
        '{"a":NaN}',
        '{"a":01}',
        "{'a':1}",
        '{"a":1e999}',
      ],
      text.replace(/:/, ':1e999,"x":'),
      text.replace(/\}$/, ',"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
      `${text.slice(0, -1)},${text.slice(1)}`,
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      text + text,
    ),
  );

const bodyOf = (api: Api, operation: Operation, values: Values): Arbitrary<unknown> => {
  const { body } = operation;
  if (isSafe(operation)) return fc.constant(undefined);
  const usual = requestFor(api, operation, values).body;
  if (!body) return fc.oneof(fc.constant(usual), hostile, rawOf(typeof usual === 'string' ? usual : '{}'));
  const allowed = allowedBy(api, hintsFor(operation, values), body);
  return fc.oneof(
    { arbitrary: allowed, weight: 5 },
    {
      arbitrary: fc.tuple(allowed, fc.nat(1_000), fc.nat(3), hostile).map(([value, ...spoil]) => spoilt(value, spoil)),
      weight: 4,
    },
    { arbitrary: allowed.chain((value) => rawOf(JSON.stringify(value))), weight: 1 },
  );
};

const parameterOf = (api: Api, { schema, name }: Parameter): Arbitrary<string> => {
  const known = api.resolve(schema);
  const one = known.type === 'array' ? (known.items ?? {}) : known;
  const allowed = allowedBy(api, () => undefined, one, name).map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  );
  const several = fc.array(allowed, { minLength: 1, maxLength: 3 }).map((some) => some.join(','));
  return fc.oneof(
    { arbitrary: known.type === 'array' ? several : allowed, weight: 6 },
    { arbitrary: hostileText, weight: 1 },
    { arbitrary: fc.constantFrom('1', '500', '501', '0', ',,', 'a,b'), weight: 1 },
  );
};

const queryOf = (api: Api, { parameters }: Operation): Arbitrary<string> => {
  const inQuery = parameters.filter((one) => one.in === 'query');
  const known = Object.fromEntries(inQuery.map((one) => [one.name, parameterOf(api, one)]));
  return fc
    .tuple(fc.record(known, { requiredKeys: [] }), fc.option(hostileText, { freq: 8 }))
    .map(([asked, unheardOf]) =>
      new URLSearchParams({ ...asked, ...(unheardOf !== null && { unheardOf }) }).toString(),
    );
};

/** What can stand in a header: the platform refuses the rest. */
const inHeader = fc.oneof(
  fc.constantFrom('"1"', 'W/"1"', '"999"', '"1.2"', '*', '"x"', '"-1"', '""', '"9007199254740993"', 'a'.repeat(300)),
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim()),
  fc.constantFrom('application/x-ndjson', 'text/html;q=0.1, */*', 'application/x-ndjson;q=oops', 'é'),
);

const HEADERS = [
  ...['if-match', 'if-none-match', 'idempotency-key', 'accept', 'content-type'],
  ...['x-correlation-id', 'x-forwarded-for', 'x-company', 'sec-fetch-site', 'traceparent'],
];

/** Most of the time none. */
const headersOf: Arbitrary<Record<string, string>> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 2 },
  { arbitrary: fc.dictionary(fc.constantFrom(...HEADERS), inHeader, { minKeys: 1, maxKeys: 2 }), weight: 1 },
);

const pathOf = (api: Api, operation: Operation, values: Values): Arbitrary<string> => {
  const [usual = ''] = requestFor(api, operation, values).path.split('?');
  const strange = hostileText.filter((text) => text !== '').map((text) => encodeURIComponent(text.toWellFormed()));
  const parts = [...operation.route.matchAll(/\{\w+\}/g)].length;
  if (parts === 0) return fc.constant(usual);
  const bent = fc
    .array(strange, { minLength: parts, maxLength: parts })
    .map((texts) => texts.reduce((route, text) => route.replace(/\{\w+\}/, () => text), operation.route));
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 6 }, { arbitrary: bent, weight: 1 });
};

/** Requests for an operation: such as its description allows, at the edges of it, and far from it. */
export const anyRequestFor = (api: Api, operation: Operation, values: Values): Arbitrary<Prepared & Ask> =>
  fc
    .record({
      path: pathOf(api, operation, values),
      query: queryOf(api, operation),
      headers: headersOf,
      body: bodyOf(api, operation, values),
    })
    .map(({ path, query, headers, body }) => ({
      method: operation.method,
      path: query === '' ? path : `${path}?${query}`,
      headers,
      ...(body !== undefined && { body }),
    }));
