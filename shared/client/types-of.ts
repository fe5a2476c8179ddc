/** What of JSON Schema (2020-12) the API's document uses. */
interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly description?: string;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** What of an OpenAPI document the types are made from. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const nameOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const unionOf = (types: readonly string[]): string => [...new Set(types)].join(' | ') || 'never';
const commentOf = (text: string | undefined): string =>
  text ? `/** ${text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ')} */\n` : '';

const objectType = ({ properties = {}, required = [], additionalProperties }: JsonSchema): string => {
  const members = Object.entries(properties).map(
    ([name, schema]) =>
      `${commentOf(schema.description)}readonly ${nameOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`,
  );
  if (typeof additionalProperties === 'object')
    return members.length === 0
      ? `Readonly<Record<string, ${typeOf(additionalProperties)}>>`
      : `{ ${members.join('\n')} [name: string]: unknown }`;
  return members.length === 0 ? 'Readonly<Record<string, unknown>>' : `{\n${members.join('\n')}\n}`;
};

const BASICS: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** The TypeScript type of a schema. @throws Error for what no schema of ours says so far. */
const typeOf = (schema: JsonSchema): string => {
  const { $ref, type, anyOf, oneOf, allOf, items, prefixItems } = schema;
  if ($ref) return $ref.slice($ref.lastIndexOf('/') + 1);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return unionOf(schema.enum.map((value) => JSON.stringify(value)));
  const several = anyOf ?? oneOf;
  if (several) return `(${unionOf(several.map(typeOf))})`;
  if (allOf) return allOf.map(typeOf).join(' & ');
  if (Array.isArray(type)) return `(${unionOf(type.map((one) => typeOf({ ...schema, type: one })))})`;
  if (type === 'array') {
    if (prefixItems) return `readonly [${prefixItems.map(typeOf).join(', ')}]`;
    return items ? `readonly (${typeOf(items)})[]` : 'readonly unknown[]';
  }
  if (type === 'object') return objectType(schema);
  if (type === undefined) return 'unknown';
  const basic = BASICS[String(type)];
  if (basic) return basic;
  throw new Error(`No type for ${JSON.stringify(schema)}.`);
};

/** Undefined stands for absent: whoever builds a query need not leave members out. */
const queryType = (parameters: readonly Parameter[]): string =>
  `{ ${parameters.map(({ name, required, schema }) => `readonly ${nameOf(name)}${required ? '' : '?'}: ${typeOf(schema)}${required ? '' : ' | undefined'};`).join(' ')} }`;

/** What the first success answers as JSON, or as lines of JSON; `undefined` when there is none of either. */
const answerType = (responses: Operation['responses'], media: string): string => {
  const types = Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = content?.[media]?.schema;
    return status.startsWith('2') && schema ? [typeOf(schema)] : [];
  });
  return types.length === 0 ? 'undefined' : unionOf(types);
};

const routeOf = (
  path: string,
  method: string,
  { summary, parameters = [], requestBody, responses }: Operation,
): string => {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const body = requestBody?.content['application/json']?.schema;
  const lines = answerType(responses, 'application/x-ndjson');
  return `${commentOf(`${summary}.`)}'${method.toUpperCase()} ${path.slice(1)}': {
  path: ${inPath.length > 0 ? queryType(inPath) : 'undefined'};
  query: ${inQuery.length > 0 ? queryType(inQuery) : 'undefined'};
  body: ${body ? typeOf(body) : 'undefined'};
  answer: ${answerType(responses, 'application/json')};
  ${lines === 'undefined' ? '' : `line: ${lines};`}
};`;
};

/** TypeScript for everything that the API takes and answers: one type for each named schema, and `Routes` by method and path. */
export const typesOf = ({ paths, components }: ApiDocument): string => {
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `${commentOf(schema.description)}export type ${name} = ${typeOf(schema)};`,
  );
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => routeOf(path, method, operation)),
  );
  return `// Made from the API's document by \`npm run client\`.\n\n${types.join('\n\n')}\n\nexport interface Routes {\n${routes.join('\n')}\n}\n`;
};
