import { areas } from '../../../functions/index.ts';
import { openApiOf } from '../../../shared/http/openapi.ts';
import type { Scope } from '../../../shared/identity/caller.ts';

/** What of JSON Schema (2020-12) the API's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Documented {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One way to ask the API for something, as its document has it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Below `/api/v1/`, with its parameters in braces. */
  readonly route: string;
  /** Absent for what anybody may ask. */
  readonly scope: Scope | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  /** What a success may come as. */
  readonly media: readonly string[];
}

export const isSafe = ({ method }: Pick<Operation, 'method'>): boolean => method === 'GET' || method === 'HEAD';

/** Whether a device proves itself by the path of it, or a provider by its signature, whoever else is signed in. */
export const isForDevices = ({ route }: Pick<Operation, 'route'>): boolean =>
  route.includes('{deviceKey}') || route.startsWith('ingest/providers/');

/** Whether it changes nothing: phone apps report by GET as well. */
export const isRead = (operation: Pick<Operation, 'method' | 'route'>): boolean =>
  isSafe(operation) && !isForDevices(operation);

const scopeOf = ({ description = '' }: Documented): Scope | undefined =>
  /Scope: `([a-z-]+:[a-z-]+)`/.exec(description)?.[1] as Scope | undefined;

const mediaOf = ({ responses }: Documented): string[] =>
  Object.entries(responses).flatMap(([status, { content = {} }]) =>
    status.startsWith('2') ? Object.keys(content) : [],
  );

export interface Api {
  readonly operations: readonly Operation[];
  /** What a reference stands for. */
  resolve(schema: Schema): Schema;
}

/** Every operation of the API's document: what is not in it does not exist, so that nothing is left out. */
export const documentedApi = async (): Promise<Api> => {
  const { paths, components } = (await openApiOf(areas)) as unknown as Document;
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(
      ([method, documented]): Operation => ({
        id: documented.operationId,
        method: method.toUpperCase(),
        route: path.slice(1),
        scope: scopeOf(documented),
        parameters: documented.parameters ?? [],
        body: documented.requestBody?.content['application/json']?.schema,
        media: mediaOf(documented),
      }),
    ),
  );
  const resolve = (schema: Schema): Schema => {
    if (!schema.$ref) return schema;
    const named = components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
    if (!named) throw new Error(`The document has no ${schema.$ref}.`);
    return resolve(named);
  };
  return { operations, resolve };
};
