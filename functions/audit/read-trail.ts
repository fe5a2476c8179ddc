import { z } from 'zod';
import { pageOfTrail, wholeTrail } from '../../shared/audit/reading.ts';
import { audited } from '../../shared/audit/trail.ts';
import { ndjson, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok, streamed } from '../../shared/http/respond.ts';
import { defined } from '../../shared/kernel/objects.ts';
import { AuditEntry, OUTCOMES } from './contract.ts';

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const Name = z.string().min(1).max(255);

const wanted = {
  actor: Name.optional().describe('Who: `user:mia@acme.example`.'),
  action: Name.optional().describe('What: `vehicles.VehicleRenamed`.'),
  subject: Name.optional().describe('The id of what it was done to.'),
  subjectKind: Name.optional().describe('Its kind: `vehicle`.'),
  outcome: z.enum(OUTCOMES).optional(),
  from: Instant.optional().describe('From this instant on.'),
  to: Instant.optional().describe('Before this instant.'),
};

/** What happened in the company, the newest first. */
export const readTrail = endpoint({
  summary: 'List who did what, when and from where',
  description:
    'The newest first. A page may have fewer entries than asked for, or none, and go on all the same: as long as there is a `nextCursor`.',
  scope: 'audit:read',
  answer: pageOf(AuditEntry),
  query: z.strictObject({ ...paging(500, 100), ...wanted }),
  run: async ({ query: { limit, cursor, ...which }, caller: { tenantId } }, services) =>
    ok(await pageOfTrail(services, tenantId, which, { limit, cursor })),
});

/** The whole of it, a line each. */
export const exportTrail = endpoint({
  summary: 'Export who did what, when and from where, as lines',
  description: 'The oldest first, each month a chain. That somebody has exported it is in it, too.',
  scope: 'audit:read',
  answer: ndjson(AuditEntry),
  query: z.strictObject(wanted),
  async run(input, services) {
    const { query: which, caller } = input;
    await audited(services, input, { action: 'audit.export', data: { wanted: defined(which) } });
    return streamed(wholeTrail(services, caller.tenantId, which), (entry) => entry);
  },
});
