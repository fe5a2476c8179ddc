import { everything, type Page } from '../documents/documents.ts';
import { conflict, isKind, unreachable } from '../kernel/errors.ts';
import { type NewId, newId } from '../kernel/ids.ts';
import { traceparent } from '../observability/trace.ts';
import type { Services } from '../services.ts';
import type { SagaEngine } from './engine.ts';
import { changeRun, findRun, hasEnded, runsOf, type SagaRun, seen } from './runs.ts';
import type { SagaDefinition, SagaInput } from './saga.ts';

/** Who starts a saga, and what about. */
export interface SagaStart<Request> {
  readonly tenantId: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly subject: string;
  readonly request: Request;
}

/** The company's sagas: every one that was accepted is here, and is played to its outcome. */
export interface SagaBook {
  start<Request>(saga: SagaDefinition<Request>, start: SagaStart<Request>): Promise<SagaRun>;
  /** The run that an earlier attempt of this very request has started, before it was cut off. */
  earlier(tenantId: string): Promise<SagaRun | undefined>;
  /** Newest first. */
  list(tenantId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<SagaRun>>;
  find(tenantId: string, id: string): Promise<SagaRun>;
  /** Stops a run where it is; nothing is undone. @throws FleetError `conflict` when it has ended. */
  terminate(tenantId: string, id: string, reason: string): Promise<SagaRun>;
  /** Has what did not succeed done once more. @throws FleetError `conflict` when there is nothing to retry. */
  retry(tenantId: string, id: string, actor: string): Promise<SagaRun>;
  /** Starts what was accepted and never started, of every company. */
  resume(): Promise<void>;
  /** Lets the runtime forget what has ended long ago, of every company. */
  forget(): Promise<void>;
}

/** What must be started still. It is of no tenant, so that a timer finds it. */
interface Due {
  readonly saga: string;
  readonly input: SagaInput;
  readonly at: string;
}

/** Younger ones are being started by whoever accepted them. */
const OVERDUE_MS = 30_000;
/** How long the runtime remembers what has ended. Whoever looks within that time sees it even when it could not be written down. */
const REMEMBER_MS = 30 * 86_400_000;

type Ports = Pick<Services, 'operations' | 'clock' | 'log'>;

/** @param attempt what ids the runs get that are started, and whether they may be there already. */
export const sagaBook = (
  { operations, clock, log }: Ports,
  engineOf: () => Promise<SagaEngine>,
  attempt: { readonly newId: NewId; readonly again: boolean } = { newId, again: false },
): SagaBook => {
  let nextId: string | undefined;
  const reserved = (): string => {
    nextId ??= attempt.newId('sag');
    return nextId;
  };
  const now = () => clock().toISOString();
  const due = () => operations.in('system', 'saga-starts');

  const launch = async ({ saga, input }: Pick<SagaRun, 'saga' | 'input'>): Promise<void> => {
    await (await engineOf()).start(saga, input);
    await due().remove(input.instance);
  };
  const announce = ({ saga, input }: SagaRun): Promise<string> =>
    due().put<Due>(input.instance, { saga, input, at: now() });
  /** The run is accepted once it is written: what cannot be started now, the timer starts. */
  const launchOrLeave = (run: SagaRun): Promise<void> =>
    launch(run).catch((error: unknown) =>
      log.warn('A saga is started later', { tenantId: run.input.tenantId, saga: run.id, error }),
    );

  const open = async (run: SagaRun): Promise<SagaRun> => {
    await announce(run);
    try {
      await runsOf(operations, run.input.tenantId).put(run.id, run, { create: true });
    } catch (error) {
      // Two who retry at once have agreed on the id.
      if (!isKind(error, 'stale')) throw error;
    }
    await launchOrLeave(run);
    return run;
  };

  const resumeOne = async ({ saga, input }: Due): Promise<void> => {
    const run = await runsOf(operations, input.tenantId).get<SagaRun>(input.sagaId);
    // Without a document it was never accepted; with another instance this one's time is over.
    if (run?.doc.input.instance === input.instance && !hasEnded(run.doc)) await launch({ saga, input });
    else await due().remove(input.instance);
  };

  const look = async (run: SagaRun): Promise<SagaRun> => {
    if (hasEnded(run)) return run;
    const { tenantId, instance } = run.input;
    const known = await (await engineOf()).find(instance);
    if (!known) return run;
    const update = seen(instance, known, now());
    const current = update(run);
    return hasEnded(current) ? changeRun(operations, tenantId, run.id, update) : current;
  };

  const fresh = (id: string, start: Omit<SagaRun, 'id' | 'state' | 'startedAt' | 'steps' | 'newestFirst'>): SagaRun => {
    const startedAt = now();
    return { ...start, id, state: 'running', startedAt, steps: [], newestFirst: -Date.parse(startedAt) };
  };

  /** The same undos again, in the same document. */
  const undoAgain = async (run: SagaRun): Promise<SagaRun> => {
    const { outcome, endedAt: _, ...rest } = run;
    if (outcome?.state !== 'stuck') return run;
    const [instance = '', attempt = '1'] = run.input.instance.split('.');
    const undos = outcome.stuck.map(({ step, input }) => ({ step, input }));
    const input = {
      ...run.input,
      instance: `${instance}.${Number(attempt) + 1}`,
      again: { undos, problem: outcome.problem },
    };
    const next: SagaRun = { ...rest, state: 'running', input, steps: [] };
    await announce(next);
    const changed = await changeRun(operations, run.input.tenantId, run.id, (doc) =>
      doc.input.instance === run.input.instance ? next : doc,
    );
    await launchOrLeave(changed);
    return changed;
  };

  /**
   * A new run of the same request. Where the former one stopped half way it goes on under the same key, so that what was done stays done;
   * what was undone has used up its key.
   */
  const takeUp = async (run: SagaRun, actor: string): Promise<SagaRun> => {
    const { tenantId, key, correlationId, request } = run.input;
    const { retriedAs: id = '' } = await changeRun(operations, tenantId, run.id, (doc) =>
      doc.retriedAs ? doc : { ...doc, retriedAs: newId('sag') },
    );
    const started = await runsOf(operations, tenantId).get<SagaRun>(id);
    if (started) return look(started.doc);
    const errand = { tenantId, key: run.state === 'undone' ? id : key, actor, correlationId };
    const input = { ...errand, sagaId: id, instance: `${tenantId}~${id}`, request };
    return open(fresh(id, { saga: run.saga, subject: run.subject, startedBy: actor, input, retryOf: run.id }));
  };

  return {
    async start(saga, { tenantId, actor, correlationId, subject, request }) {
      const id = reserved();
      nextId = undefined;
      const parent = traceparent();
      const errand = { tenantId, key: id, actor, correlationId, ...(parent !== undefined && { traceparent: parent }) };
      const input = { ...errand, sagaId: id, instance: `${tenantId}~${id}`, request };
      return open(fresh(id, { saga: saga.name, subject, startedBy: actor, input }));
    },

    async earlier(tenantId) {
      if (!attempt.again) return undefined;
      return (await runsOf(operations, tenantId).get<SagaRun>(reserved()))?.doc;
    },

    async list(tenantId, { limit, cursor }) {
      const { items, ...rest } = await runsOf(operations, tenantId).query<SagaRun>({
        orderBy: 'newestFirst',
        limit,
        cursor,
      });
      return { items: await Promise.all(items.map(look)), ...rest };
    },

    find: async (tenantId, id) => look((await findRun(operations, tenantId, id)).doc),

    async terminate(tenantId, id, reason) {
      const run = await look((await findRun(operations, tenantId, id)).doc);
      if (hasEnded(run)) throw conflict('sagas/ended', 'This saga has ended already.');
      const engine = await engineOf();
      if (await engine.find(run.input.instance)) await engine.terminate(run.input.instance, reason);
      return changeRun(operations, tenantId, id, (doc) =>
        hasEnded(doc) || doc.input.instance !== run.input.instance
          ? doc
          : { ...doc, state: 'terminated', steps: run.steps, reason, endedAt: now() },
      );
    },

    async retry(tenantId, id, actor) {
      const run = await look((await findRun(operations, tenantId, id)).doc);
      switch (run.state) {
        case 'running':
          throw conflict('sagas/running', 'This saga is still under way.');
        case 'completed':
          throw conflict('sagas/completed', 'This saga has done what it was asked for.');
        case 'stuck':
          return undoAgain(run);
        case 'undone':
        case 'failed':
        case 'terminated':
          return takeUp(run, actor);
        default:
          return unreachable(run.state);
      }
    },

    async resume() {
      const overdue = new Date(clock().getTime() - OVERDUE_MS).toISOString();
      for await (const note of everything<Due>(due())) {
        if (note.at > overdue) continue;
        // One that cannot be started must not hold up all others.
        await resumeOne(note).catch((error: unknown) =>
          log.error('A saga cannot be started', { saga: note.input.sagaId, tenantId: note.input.tenantId, error }),
        );
      }
    },

    forget: async () => (await engineOf()).forget(new Date(clock().getTime() - REMEMBER_MS)),
  };
};
