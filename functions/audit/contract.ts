import { z } from 'zod';

const Members = z.record(z.string(), z.unknown());

export const OUTCOMES = ['done', 'refused', 'read'] as const;

export const AuditEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.string().describe('`user:<address>`, `client:<id>`, `device:<id>` or `system:<what>`.'),
    from: z.string().exactOptional().describe('The address that the request came from, where it is known.'),
    correlationId: z.string(),
    outcome: z
      .enum(OUTCOMES)
      .describe('`done`: it happened; `refused`: it did not; `read`: something sensitive was given out.'),
    action: z.string().describe('What happened, `vehicles.VehicleRenamed`; or the operation that was asked for.'),
    subject: z.object({ kind: z.string(), id: z.string() }).exactOptional().describe('What it was done to.'),
    before: Members.exactOptional().describe('The members that changed, as they were.'),
    after: Members.exactOptional().describe('The members that changed, as they are since.'),
    data: Members.exactOptional().describe('What else was said, such as a reason.'),
    refusal: z
      .object({ status: z.int(), code: z.string(), message: z.string() })
      .exactOptional()
      .describe('Why it was refused.'),
    count: z.int().exactOptional().describe('How often the same was refused within a minute.'),
    chain: z.string().describe('The month; its entries are a chain.'),
    seq: z.int().describe('Its place in the chain, from 1.'),
    previous: z.string().describe('The hash of the entry before.'),
    hash: z.string().describe('SHA-256 of `previous` and of everything else of the entry as it is stored.'),
  })
  .meta({
    id: 'AuditEntry',
    description:
      'Who did what, when and from where. Nobody can change it without the entries after it no longer fitting.',
  });
