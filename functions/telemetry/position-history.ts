import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { Position } from './contract.ts';
import { toPosition } from './fix.ts';
import { DAY_MS, readHistory } from './history.ts';
import { shardOf } from './shard-of.ts';

const MAX_SPAN_MS = 31 * DAY_MS;
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const bad = (field: string, message: string) =>
  invalid('query/invalid', `The query is not valid: ${field}.`, [{ path: [field], message }]);

/** The cursor is the first instant of the next page. */
const encodeCursor = (at: number) => Buffer.from(String(at)).toString('base64url');
const decodeCursor = (cursor: string) => {
  const at = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(at)) throw bad('cursor', 'Pass a nextCursor exactly as it was received.');
  return at;
};

/** Where a vehicle has been, oldest first, each instant once; the last 24 hours unless told. At most 31 days at once. */
export const positionHistory = endpoint({
  summary: 'Show where a vehicle has been',
  scope: 'telemetry:read',
  answer: pageOf(Position),
  params: z.object({ vehicleId: z.string() }),
  query: z.object({ ...paging(10_000, 1_000), from: Instant.optional(), to: Instant.optional() }),
  async run({ params: { vehicleId }, query, caller }, services) {
    const found = await shardOf(services, caller, vehicleId);
    // A device's clock may be a little ahead of ours: what it said must not be missing from "until now".
    const to = query.to ?? services.clock().getTime() + 10 * 60_000;
    const start = query.from ?? to - DAY_MS;
    if (start > to) throw bad('from', 'Lies after `to`.');
    if (to - start > MAX_SPAN_MS) throw bad('from', 'Ask for at most 31 days at once.');
    if (!found) return ok({ items: [] });
    const from = query.cursor === undefined ? start : Math.max(start, decodeCursor(query.cursor));
    const { shard, state } = found;
    const fixes = await readHistory(services, caller.tenantId, {
      vehicleId,
      shard,
      pending: state.pending,
      from,
      to,
      limit: query.limit,
    });
    const items = fixes.slice(0, query.limit).map((fix) => toPosition(vehicleId, fix));
    const next = fixes[query.limit];
    return ok({ items, ...(next && { nextCursor: encodeCursor(next.at) }) });
  },
});
