import type { z } from 'zod';

/** The few ways a request can fail. A kind decides the HTTP status; nothing else does. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'stale'
  | 'too-large'
  | 'unsupported'
  | 'unprocessable'
  | 'too-many'
  | 'upstream';

/** One thing wrong with the input: where, and what a person should change. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * An expected failure. `code` is the stable name clients switch on (`vehicles/retired`), `message` is for the
 * person reading it, `facts` are extra members of the problem document.
 */
export class FleetError extends Error {
  override readonly name = 'FleetError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    facts: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.kind = kind;
    this.code = code;
    this.facts = facts;
  }
}

/** What is wrong with a value that a schema refused; `prefix` is where the value lies. */
export const issuesOf = (error: z.ZodError, prefix: readonly PropertyKey[] = []): Issue[] =>
  error.issues.map(({ path, message }) => ({ path: [...prefix, ...path], message }));

type Make = (code: string, message: string, facts?: Record<string, unknown>, options?: ErrorOptions) => FleetError;

const of =
  (kind: ErrorKind): Make =>
  (code, message, facts, options) =>
    new FleetError(kind, code, message, facts, options);

export const conflict = of('conflict');
export const forbidden = of('forbidden');
export const notFound = of('not-found');
export const stale = of('stale');
export const tooMany = of('too-many');
export const unauthenticated = of('unauthenticated');
export const unprocessable = of('unprocessable');

/** Input that cannot be used; every issue names its field. */
export const invalid = (code: string, message: string, issues: readonly Issue[]): FleetError =>
  new FleetError('invalid', code, message, { issues });

export const isKind = (error: unknown, kind: ErrorKind): error is FleetError =>
  error instanceof FleetError && error.kind === kind;

/** Turns a union the compiler forgot about into a build error. */
export const unreachable = (value: never): never => {
  throw new Error(`Unhandled variant: ${JSON.stringify(value)}`);
};
