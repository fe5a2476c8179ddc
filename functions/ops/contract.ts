import { z } from 'zod';

export const TerminateSagaBody = z.object({ reason: z.string().trim().min(1).max(200) });

export const SagaProblem = z.object({ code: z.string(), message: z.string() }).meta({ id: 'SagaProblem' });
export type SagaProblem = Readonly<z.infer<typeof SagaProblem>>;

/** One run of a saga as the API shows it. What it was asked to do is not shown: it may name what only its area may show. */
export const SagaCard = z
  .object({
    id: z.string(),
    saga: z.string(),
    subject: z.string().describe('What it is about: the id of a vehicle, for example.'),
    state: z.enum(['running', 'completed', 'undone', 'stuck', 'failed', 'terminated']),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    endedAt: z.iso.datetime().exactOptional(),
    problem: SagaProblem.exactOptional(),
    reason: z.string().exactOptional().describe('Why it was terminated.'),
    retryOf: z.string().exactOptional(),
    retriedAs: z.string().exactOptional(),
  })
  .meta({ id: 'Saga' });
export type SagaCard = Readonly<z.infer<typeof SagaCard>>;

export const SagaStepCard = z
  .object({
    step: z.string(),
    state: z.enum(['running', 'done', 'refused', 'failed', 'undoing', 'undone', 'stuck']),
    at: z.iso.datetime(),
    problem: SagaProblem.exactOptional().describe('Why it is stuck.'),
  })
  .meta({ id: 'SagaStep' });
export type SagaStepCard = Readonly<z.infer<typeof SagaStepCard>>;

export const SagaDetail = SagaCard.extend({ steps: z.array(SagaStepCard) }).meta({ id: 'SagaWithSteps' });
export type SagaDetail = SagaCard & { readonly steps: readonly SagaStepCard[] };

/** A message that nothing could be made of. What was in it is not shown: it may name what only its area may show. */
export const DeadLetter = z
  .object({
    queue: z.string(),
    sequenceNumber: z.string(),
    enqueuedAt: z.iso.datetime(),
    reason: z
      .string()
      .exactOptional()
      .describe('`MaxDeliveryCountExceeded` where the broker gave it up after many attempts.'),
    description: z.string().exactOptional(),
    deliveries: z.int().describe('How often it was delivered, before and since.'),
    session: z.string().exactOptional(),
    bytes: z.int(),
  })
  .meta({ id: 'DeadLetter' });
