import { isDeepStrictEqual } from 'node:util';
import type { Answer, World } from '../../../shared/testing/world.ts';
import type { Values } from './branch.ts';
import { type Api, isRead, type Operation } from './operations.ts';
import { type Prepared, requestsFor } from './requests.ts';

type Headers = Readonly<Record<string, string>>;

export const send = (world: World, { method, path, headers, body }: Prepared, identity: Headers): Promise<Answer> =>
  world.ask(method, path, { headers: { ...identity, ...headers }, body });

/** These mean the same in every company. */
const WORDS = new Set(['near']);

const NEVER: Readonly<Record<string, string>> = {
  label: 'Never Was',
  key: 'never-was',
  tenantId: 'ten_neverwas',
  strangerId: 'stranger-of-nobody',
  memberId: '0'.repeat(32),
};

/** Values of the same form that stand for nothing. */
export const neverWas = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (WORDS.has(name)) return [name, value];
      const other =
        NEVER[name] ??
        value.replace(/(?<=_)[0-9a-z]{26}/, '0'.repeat(26)).replace(/^[\w-]+@[\w-]+\.example$/, 'never@was.example');
      if (other === value) throw new Error(`Nothing is known that could be a ${name} and never was.`);
      return [name, other];
    }),
  );

const CORRELATION = /"correlationId":"[^"]*"/g;
const OF_THE_EXCHANGE = /^(x-correlation-id|ratelimit.*)$/;

/** An answer without what is of this one exchange, and with names in the place of what was asked about. */
export const essenceOf = ({ status, headers, text }: Answer, about: Values) => {
  const named = Object.entries(about)
    .sort(([, a], [, b]) => b.length - a.length)
    .reduce((all, [name, value]) => all.replaceAll(value, `<${name}>`), text);
  return {
    status,
    headers: Object.fromEntries([...headers].filter(([name]) => !OF_THE_EXCHANGE.test(name))),
    text: named.replace(CORRELATION, '').replace(/\b[a-z]{2,4}_[0-9a-z]{26}/g, '<new>'),
  };
};

/** Members that tell of one exchange, or where a list goes on: nobody's secret. */
const NO_SECRETS = new Set(['correlationId', 'next', 'nextCursor']);
const INSTANT = /^\d{4}-\d\d-\d\d(T.*)?$/;

const leavesOf = (value: unknown): string[] => {
  if (typeof value === 'string') return value.length < 5 || INSTANT.test(value) ? [] : [value];
  // Coordinates, and nothing that two companies could count alike.
  if (typeof value === 'number') return Number.isInteger(value * 100) ? [] : [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (NO_SECRETS.has(name) ? [] : leavesOf(member)));
};

/** Every text and every coordinate that this caller is shown about these values, in any way of asking. */
export const shownTo = async (
  world: World,
  api: Api,
  identity: Headers,
  values: Values,
  only = (_: Operation) => true,
) => {
  const shown = new Set<string>();
  for (const operation of api.operations.filter((one) => isRead(one) && only(one)))
    for (const request of requestsFor(api, operation, values)) {
      const { status, body } = await send(world, request, identity);
      if (status < 300) for (const leaf of leavesOf(body)) shown.add(leaf);
    }
  return shown;
};

/** To ask for them is noted in the trail. */
const NOTED = new Set(['audit-export', 'documents-content']);

/** Everything that there is to be seen about these values, as this caller sees it, by what was asked. */
export const booksOf = async (
  world: World,
  api: Api,
  identity: Headers,
  values: Values,
  only = (_: Operation) => true,
): Promise<Record<string, string>> => {
  const books: Record<string, string> = {};
  for (const operation of api.operations.filter((one) => isRead(one) && !NOTED.has(one.id) && only(one)))
    for (const request of requestsFor(api, operation, values)) {
      const { status, text } = await send(world, request, identity);
      const asked = [request.path, ...Object.values(request.headers ?? {})].join(' ');
      books[asked] = `${status} ${text.replace(CORRELATION, '')}`;
    }
  return books;
};

/** What was asked that is answered differently by now. */
export const changedIn = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  Object.keys({ ...before, ...after }).filter((asked) => before[asked] !== after[asked]);

/** What of these secrets an answer tells; what the request itself has said may come back. */
export const toldIn = ({ text, headers }: Answer, request: Prepared, secrets: Iterable<string>): string[] => {
  const said = JSON.stringify([decodeURIComponent(request.path), request.body]);
  const told = [text, ...[...headers].map(([, value]) => value)];
  return [...secrets].filter((secret) => !said.includes(secret) && told.some((part) => part.includes(secret)));
};

export interface Walk {
  readonly world: World;
  readonly api: Api;
  readonly identity: Headers;
  /** What is not theirs, and what never was. */
  readonly foreign: Values;
  readonly never: Values;
  readonly secrets: ReadonlySet<string>;
}

export interface Finding {
  readonly operation: string;
  readonly path: string;
  readonly what: 'told' | 'done' | 'differs' | 'failed';
  readonly facts: unknown;
}

/** Whether any of it was done: some operations answer for each of several things, and say of each that there is no such thing. */
const isDone = ({ status, body }: Answer): boolean => {
  if (status >= 300 || !Array.isArray(body.results)) return status < 300;
  return body.results.some((result) => result.status !== 'rejected' && !(result.status >= 400));
};

const findingsOf = async (
  walk: Walk,
  operation: Operation,
  request: Prepared,
  nothing: Prepared,
): Promise<Finding[]> => {
  const { world, identity, foreign, never, secrets } = walk;
  const finding = (what: Finding['what'], facts: unknown): Finding => ({
    ...{ operation: operation.id, path: request.path, what },
    facts,
  });
  const answer = await send(world, request, identity);
  const told = toldIn(answer, request, secrets);
  const found = [
    ...(told.length > 0 ? [finding('told', told)] : []),
    ...(answer.status >= 500 ? [finding('failed', answer.text)] : []),
  ];
  if (isDeepStrictEqual(request, nothing)) return found;
  const isAbout =
    request.path.split('?')[0] !== nothing.path.split('?')[0] || !isDeepStrictEqual(request.body, nothing.body);
  if (isAbout && isDone(answer)) found.push(finding('done', answer.text));
  const essence = essenceOf(answer, foreign);
  const essenceOfNothing = essenceOf(await send(world, nothing, identity), never);
  if (!isDeepStrictEqual(essence, essenceOfNothing)) found.push(finding('differs', [essence, essenceOfNothing]));
  return found;
};

/**
 * Asks for everything in every way about what is not the caller's, and once more about what never was: what they were told, what was done, and where
 * the answers differ. Reads come first: later, the caller's own trail tells of what they have tried.
 */
export const walkAsStranger = async (walk: Walk) => {
  const { api, foreign, never } = walk;
  const findings: Finding[] = [];
  let requests = 0;
  const inOrder = [...api.operations].sort((a, b) => Number(isRead(b)) - Number(isRead(a)));
  for (const operation of inOrder) {
    const nothing = requestsFor(api, operation, never);
    for (const [index, request] of requestsFor(api, operation, foreign).entries()) {
      findings.push(...(await findingsOf(walk, operation, request, nothing[index] ?? request)));
      requests += 1;
    }
  }
  return { findings, requests };
};
