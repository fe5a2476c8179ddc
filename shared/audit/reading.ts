import { z } from 'zod';
import { type Documents, everything, type Query } from '../documents/documents.ts';
import { invalid } from '../kernel/errors.ts';
import type { PersonalKeys } from '../personal/keys.ts';
import { chainsOf, entryOf } from './chain.ts';
import { chainOf, type Draft, type Entry } from './entry.ts';
import { opened } from './personal.ts';

/** Which entries of a company are wanted. */
export interface Wanted {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly outcome?: Draft['outcome'] | undefined;
  /** Instants, ISO 8601 UTC: inclusive and exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** An entry as it is shown, with the chain it belongs to. */
export type ShownEntry = Omit<Entry, 'sealed'> & { readonly chain: string };

export interface AuditPage {
  readonly items: readonly ShownEntry[];
  readonly nextCursor?: string;
}

interface Ports {
  readonly audit: Documents;
  readonly personal: Pick<PersonalKeys, 'find'>;
}

/** A page asks no more months than this; one that is empty may have a cursor all the same. */
const MAX_CHAINS = 12;
const EXPORTED_AT_ONCE = 500;

const queryOf = ({ actor, action, subject, subjectKind, outcome, from, to }: Wanted): Query => {
  const where = { actor, action, subjectId: subject, subjectKind, outcome };
  const given = Object.entries(where).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value] as const],
  );
  // The end of a chain has no place in it.
  const range = [{ field: 'seq', from: 1 }];
  const at = { field: 'at', ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  return { where: Object.fromEntries(given), range: [...range, ...((from ?? to) ? [at] : [])], orderBy: 'seq' };
};

/** The chains in which wanted entries can be, the oldest first. */
const chainsIn = async (audit: Documents, tenantId: string, { from, to }: Wanted): Promise<string[]> => {
  const all = (await chainsOf(audit, tenantId))?.doc.opened.map(({ chain }) => chain) ?? [];
  return all
    .filter((chain) => (from === undefined || chain >= chainOf(from)) && (to === undefined || chain <= chainOf(to)))
    .sort();
};

/** Where a page goes on. */
const Place = z.object({ chain: z.string().regex(/^\d{4}-\d{2}$/), cursor: z.string().exactOptional() });
type Place = z.output<typeof Place>;

const encode = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws FleetError `invalid` */
const decode = (cursor: string): Place => {
  const { success, data } = Place.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()));
  if (success) return data;
  throw invalid('paging/bad-cursor', 'This cursor is not one of ours.', [
    { path: ['cursor'], message: 'Pass a nextCursor exactly as it was received.' },
  ]);
};

const shownBy =
  ({ personal }: Ports, tenantId: string, chain: string) =>
  async (stored: Entry): Promise<ShownEntry> => ({ ...(await opened(personal, tenantId, entryOf(stored))), chain });

/** The newest entries first; a page goes on in the month before when there is room left. */
export const pageOfTrail = async (
  ports: Ports,
  tenantId: string,
  wanted: Wanted,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<AuditPage> => {
  const start = cursor === undefined ? undefined : decode(cursor);
  const newestFirst = (await chainsIn(ports.audit, tenantId, wanted)).toReversed();
  const chains = newestFirst.filter((chain) => start === undefined || chain <= start.chain);
  const items: ShownEntry[] = [];
  for (const [index, chain] of chains.entries()) {
    if (items.length === limit || index === MAX_CHAINS) return { items, nextCursor: encode({ chain }) };
    const inner = start?.chain === chain ? start.cursor : undefined;
    const page = await ports.audit.in(tenantId, chain).query<Entry>({
      ...queryOf(wanted),
      descending: true,
      limit: limit - items.length,
      cursor: inner,
    });
    items.push(...(await Promise.all(page.items.map(shownBy(ports, tenantId, chain)))));
    if (page.nextCursor) return { items, nextCursor: encode({ chain, cursor: page.nextCursor }) };
  }
  return { items };
};

/** Every wanted entry, the oldest first, in the order of their chains: so they can be checked as they come. */
export async function* wholeTrail(ports: Ports, tenantId: string, wanted: Wanted): AsyncGenerator<ShownEntry> {
  for (const chain of await chainsIn(ports.audit, tenantId, wanted)) {
    const shown = shownBy(ports, tenantId, chain);
    const query = { ...queryOf(wanted), limit: EXPORTED_AT_ONCE };
    for await (const stored of everything<Entry>(ports.audit.in(tenantId, chain), query)) yield shown(stored);
  }
}
