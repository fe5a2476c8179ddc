import type { Documents, Stored } from '../documents/documents.ts';
import { isKind, notFound, stale } from '../kernel/errors.ts';
import type { Instance } from './engine.ts';
import type { SagaRecord } from './play.ts';
import type { Outcome, SagaInput, StepState } from './saga.ts';

/** One run of a saga as it is kept: its own document, so that lists need not ask the runtime. */
export interface SagaRun {
  readonly id: string;
  readonly saga: string;
  /** What it is about, for who reads the list: the id of a vehicle. */
  readonly subject: string;
  readonly state: 'running' | Outcome['state'] | 'failed' | 'terminated';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly input: SagaInput;
  readonly steps: readonly StepState[];
  readonly outcome?: Outcome;
  /** Why it was terminated. */
  readonly reason?: string;
  /** The run whose work this one takes up, and the one that took up this one's. */
  readonly retryOf?: string;
  readonly retriedAs?: string;
  /** Lists are in ascending order only. */
  readonly newestFirst: number;
}

const MAX_ATTEMPTS = 5;
/** How long a run that has ended is kept. */
const KEEP_SECONDS = 400 * 86_400;

export const hasEnded = ({ state }: Pick<SagaRun, 'state'>): boolean => state !== 'running';

export const runsOf = (operations: Documents, tenantId: string) => operations.in(tenantId, 'sagas');

/** @throws FleetError `not-found` when the company has no such run. */
export const findRun = async (operations: Documents, tenantId: string, id: string): Promise<Stored<SagaRun>> => {
  const stored = await runsOf(operations, tenantId).get<SagaRun>(id);
  if (!stored) throw notFound('sagas/not-found', 'There is no such saga.');
  return stored;
};

/** Changes a run, on the newest state of it however many write it at once; no change, no write. */
export const changeRun = async (
  operations: Documents,
  tenantId: string,
  id: string,
  change: (run: SagaRun) => SagaRun,
): Promise<SagaRun> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { doc, etag } = await findRun(operations, tenantId, id);
    const next = change(doc);
    if (next === doc) return doc;
    try {
      const keeping = hasEnded(next) ? { keepSeconds: KEEP_SECONDS } : {};
      await runsOf(operations, tenantId).put(id, next, { ifMatch: etag, ...keeping });
      return next;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('sagas/contended', 'This saga is written by too many at once.');
};

/** What became of a run, as its last step says it. A run that was terminated too late has come to its outcome all the same. */
export const recorded =
  ({ instance, outcome, steps }: SagaRecord, now: string) =>
  (run: SagaRun): SagaRun =>
    run.input.instance === instance && !run.outcome
      ? { ...run, state: outcome.state, outcome, steps, endedAt: now }
      : run;

/** The run with what its runtime knows of one of its instances by now; a retry may have put another in its place. */
export const seen =
  (instance: string, { state, steps, outcome }: Instance, now: string) =>
  (run: SagaRun): SagaRun => {
    if (hasEnded(run) || run.input.instance !== instance) return run;
    if (outcome) return recorded({ sagaId: run.id, instance, outcome, steps }, now)(run);
    if (state === 'running') return { ...run, steps };
    return { ...run, state: state === 'terminated' ? 'terminated' : 'failed', steps, endedAt: now };
  };
