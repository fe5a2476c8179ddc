import { z } from 'zod';
import { answer } from '../../shared/http/answers.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import items from './problems.json' with { type: 'json' };

const ProblemCode = z
  .object({
    code: z.string().describe('The stable name.'),
    status: z.int().describe('The HTTP status it comes with.'),
    text: z.string().describe('What it says; … stands for what differs from one time to the next.'),
  })
  .meta({ id: 'ProblemCode' });

/** Every code that a problem document of this API may have. */
export const problemCodes: Endpoint = {
  scope: 'anonymous',
  described: { summary: 'List the codes of problems', answers: [answer(z.object({ items: z.array(ProblemCode) }))] },
  handler: () => async () => json(200, { items }, { 'cache-control': 'public, max-age=300' }),
};
