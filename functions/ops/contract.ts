import { z } from 'zod';

export const TerminateSagaBody = z.object({ reason: z.string().trim().min(1).max(200) });

export interface SagaProblem {
  readonly code: string;
  readonly message: string;
}

/** One run of a saga as the API shows it. What it was asked to do is not shown: it may name what only its area may show. */
export interface SagaCard {
  readonly id: string;
  readonly saga: string;
  readonly subject: string;
  readonly state: 'running' | 'completed' | 'undone' | 'stuck' | 'failed' | 'terminated';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly problem?: SagaProblem;
  readonly reason?: string;
  readonly retryOf?: string;
  readonly retriedAs?: string;
}

export interface SagaStepCard {
  readonly step: string;
  readonly state: 'running' | 'done' | 'refused' | 'failed' | 'undoing' | 'undone' | 'stuck';
  readonly at: string;
  /** Why it is stuck. */
  readonly problem?: SagaProblem;
}

export interface SagaDetail extends SagaCard {
  readonly steps: readonly SagaStepCard[];
}
