import { z } from 'zod';
import { accepted, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { json, ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { SagaBook } from '../../shared/sagas/book.ts';
import type { SagaRun } from '../../shared/sagas/runs.ts';
import type { Services } from '../../shared/services.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { SagaCard, SagaDetail, TerminateSagaBody } from './contract.ts';
import { cardOf, detailOf } from './shown.ts';

const one = z.object({ sagaId: z.string().max(64) });

/** Whoever is limited to groups sees what is done about their vehicles. */
const seenRuns = async (services: Services, caller: Caller, runs: readonly SagaRun[]): Promise<readonly SagaRun[]> => {
  const about = runs.map((run) => ({ run, vehicleId: run.subject }));
  return (await seenBy(services, caller, about)).map(({ run }) => run);
};

/** @throws FleetError `not-found` when there is none, or not for this caller. */
const findRun = async (services: Services, caller: Caller, sagas: SagaBook, sagaId: string): Promise<SagaRun> => {
  const [run] = await seenRuns(services, caller, [await sagas.find(caller.tenantId, sagaId)]);
  if (!run) throw notFound('sagas/not-found', 'There is no such saga.');
  return run;
};

/** The company's sagas, newest first. */
export const listSagas = endpoint({
  summary: 'List sagas',
  scope: 'ops:read',
  answer: pageOf(SagaCard),
  sagas: true,
  // Each that is under way is asked of its runtime, so a page is short.
  query: z.object(paging(50, 20)),
  async run({ query: { limit, cursor }, caller, sagas }, services) {
    const { items, ...rest } = await sagas.list(caller.tenantId, { limit, cursor });
    return ok({ items: (await seenRuns(services, caller, items)).map(cardOf), ...rest });
  },
});

/** One saga with its steps. */
export const getSaga = endpoint({
  summary: 'Show a saga with its steps',
  scope: 'ops:read',
  answer: SagaDetail,
  sagas: true,
  params: one,
  run: async ({ params: { sagaId }, caller, sagas }, services) =>
    ok(detailOf(await findRun(services, caller, sagas, sagaId))),
});

/** Stops a saga where it is. Nothing is undone: a step under way still takes effect. */
export const terminateSaga = endpoint({
  summary: 'Stop a saga where it is',
  scope: 'ops:write',
  answer: SagaDetail,
  sagas: true,
  params: one,
  body: TerminateSagaBody,
  async run({ params: { sagaId }, body: { reason }, caller, sagas }, services) {
    if (caller.groups) await findRun(services, caller, sagas, sagaId);
    return ok(detailOf(await sagas.terminate(caller.tenantId, sagaId, reason)));
  },
});

/** Has what did not succeed done once more: the undos of a stuck saga in place, anything else as a new run, which is answered. */
export const retrySaga = endpoint({
  summary: 'Have done once more what did not succeed',
  scope: 'ops:write',
  answer: accepted(SagaDetail),
  sagas: true,
  params: one,
  async run({ params: { sagaId }, caller, sagas }, services) {
    if (caller.groups) await findRun(services, caller, sagas, sagaId);
    const run = await sagas.retry(caller.tenantId, sagaId, caller.actor);
    return json(202, detailOf(run), { location: `/api/v1/ops/sagas/${run.id}`, 'cache-control': 'no-store' });
  },
});
