import type { Caller, Scope } from '../identity/caller.ts';
import type { Services } from '../services.ts';

/** How far a job has come, in whatever its kind counts. */
export interface Progress {
  /** Handled so far, well or not. */
  readonly done: number;
  /** Absent while nobody knows. */
  readonly total?: number;
  /** How many of `done` could not be done. */
  readonly failed: number;
}

/** What a job has made, in the blobs `exports`. */
export interface JobResult {
  /** Below the tenant. */
  readonly path: string;
  /** The name under which a browser saves it. */
  readonly name: string;
}

/** Facts of a job for who reads it: `{ created: 12, updated: 3 }`. */
export type Notes = Readonly<Record<string, string | number | boolean>>;

/** What one portion of a job has come to. */
export interface Done<Cursor> {
  /** Where the next portion begins; absent: this was the last one. */
  readonly cursor?: Cursor;
  readonly progress: Progress;
  readonly notes?: Notes;
  readonly result?: JobResult;
}

/** For whom and as part of what a portion runs. */
export interface Portion {
  readonly tenantId: string;
  readonly jobId: string;
  /** Whoever has started the job, with what they were allowed to do then. */
  readonly caller: Caller;
  readonly correlationId: string;
  /** Where the caller was. */
  readonly from?: string;
  readonly progress: Progress;
  readonly notes: Notes;
  /** How often this portion was tried before. */
  readonly attempts: number;
  /** The moment of the portion, ISO 8601 UTC. */
  readonly now: string;
}

/**
 * A kind of background work that is done in portions of a second or two. A portion may run twice, also at once, and must not do its work twice then: what
 * it has done is saved only after it, and a process can go away in between.
 */
export interface JobDefinition<Input = unknown, Cursor = unknown> {
  /** The kind, `<area>-<verb>`. */
  readonly name: string;
  /** One portion. A FleetError ends the job, unless it is of the kind `upstream`: that and anything else is tried again. */
  run(input: Input, cursor: Cursor | undefined, portion: Portion, services: Services): Promise<Done<Cursor>>;
}

export const JOB_STATES = [
  'queued',
  'running',
  'cancelling',
  'cancelled',
  'completed',
  'completed-with-errors',
  'failed',
] as const;

export type JobState = (typeof JOB_STATES)[number];

/** A job as it is kept. */
export interface StoredJob {
  readonly id: string;
  /** What kind of job. Not called so: that is the name of a part of the store's key. */
  readonly name: string;
  readonly state: JobState;
  /** What it is about, for who reads the list: an id or a name. */
  readonly subject?: string;
  readonly startedAt: string;
  /** The actor. */
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly progress: Progress;
  readonly notes: Notes;
  readonly result?: JobResult;
  /** Why it has failed. */
  readonly problem?: { readonly code: string; readonly message: string };

  readonly input: unknown;
  readonly cursor?: unknown;
  /** The portion that comes next, from 0. */
  readonly portion: number;
  /** How often it was tried. */
  readonly attempts: number;
  /** When somebody should look for it if nothing is heard of it until then. */
  readonly overdueAt: string;
  /** When it was last shown live. */
  readonly shownAt: string;
  readonly caller: {
    readonly roles: readonly string[];
    readonly scopes: readonly Scope[];
    readonly groups?: readonly string[];
  };
  readonly correlationId: string;
  readonly from?: string;
}

export const hasEnded = ({ state }: Pick<StoredJob, 'state'>): boolean =>
  state === 'cancelled' || state === 'completed' || state === 'completed-with-errors' || state === 'failed';
