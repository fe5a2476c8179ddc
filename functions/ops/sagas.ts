import { z } from 'zod';
import { accepted, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { json, ok } from '../../shared/http/respond.ts';
import { SagaCard, SagaDetail, TerminateSagaBody } from './contract.ts';
import { cardOf, detailOf } from './shown.ts';

const one = z.object({ sagaId: z.string().max(64) });

/** The company's sagas, newest first. */
export const listSagas = endpoint({
  summary: 'List sagas',
  scope: 'ops:read',
  answer: pageOf(SagaCard),
  sagas: true,
  // Each that is under way is asked of its runtime, so a page is short.
  query: z.object(paging(50, 20)),
  async run({ query: { limit, cursor }, caller: { tenantId }, sagas }) {
    const { items, ...rest } = await sagas.list(tenantId, { limit, cursor });
    return ok({ items: items.map(cardOf), ...rest });
  },
});

/** One saga with its steps. */
export const getSaga = endpoint({
  summary: 'Show a saga with its steps',
  scope: 'ops:read',
  answer: SagaDetail,
  sagas: true,
  params: one,
  run: async ({ params: { sagaId }, caller: { tenantId }, sagas }) => ok(detailOf(await sagas.find(tenantId, sagaId))),
});

/** Stops a saga where it is. Nothing is undone: a step under way still takes effect. */
export const terminateSaga = endpoint({
  summary: 'Stop a saga where it is',
  scope: 'ops:write',
  answer: SagaDetail,
  sagas: true,
  params: one,
  body: TerminateSagaBody,
  run: async ({ params: { sagaId }, body: { reason }, caller: { tenantId }, sagas }) =>
    ok(detailOf(await sagas.terminate(tenantId, sagaId, reason))),
});

/** Has what did not succeed done once more: the undos of a stuck saga in place, anything else as a new run, which is answered. */
export const retrySaga = endpoint({
  summary: 'Have done once more what did not succeed',
  scope: 'ops:write',
  answer: accepted(SagaDetail),
  sagas: true,
  params: one,
  async run({ params: { sagaId }, caller: { tenantId, actor }, sagas }) {
    const run = await sagas.retry(tenantId, sagaId, actor);
    return json(202, detailOf(run), { location: `/api/v1/ops/sagas/${run.id}`, 'cache-control': 'no-store' });
  },
});
