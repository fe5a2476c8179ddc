import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditEntry } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';

export const OUTCOMES = ['done', 'refused', 'read'] as const satisfies readonly AuditEntry['outcome'][];
export const OUTCOME_WORDS: Readonly<Record<AuditEntry['outcome'], string>> = {
  done: 'Done',
  refused: 'Refused',
  read: 'Given out',
};

/** Which part of the trail is shown; it is in the page's address. */
export interface AuditSearch {
  readonly actor?: string;
  readonly subject?: string;
  readonly outcome?: AuditEntry['outcome'];
  /** Days, both of them included. */
  readonly from?: string;
  readonly to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() ? value.trim().slice(0, 200) : undefined;
const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

/** What an address says, without what makes no sense. */
export const auditSearch = (asked: Record<string, unknown>): AuditSearch => {
  const [actor, subject] = [textOf(asked.actor), textOf(asked.subject)];
  const outcome = OUTCOMES.find((one) => one === asked.outcome);
  const [from, to] = [dayOf(asked.from), dayOf(asked.to)];
  return {
    ...(actor && { actor }),
    ...(subject && { subject }),
    ...(outcome && { outcome }),
    ...(from && { from }),
    ...(to && { to }),
  };
};

/** Whoever types an address means the person; integrations and the system are written out. @example actorOf('ada@rhine.example') // 'user:ada@rhine.example' */
const actorOf = (typed: string | undefined): string | undefined =>
  typed && !typed.includes(':') ? `user:${typed}` : typed;

/** Days of the viewer's own time zone, as instants. */
const startOf = (day: string | undefined): string | undefined => day && new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string | undefined): string | undefined => day && new Date(`${day}T23:59:59.999`).toISOString();

export const auditTrail = ({ actor, subject, outcome, from, to }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', { actor, subject, outcome, from, to }],
    queryFn: ({ pageParam, signal }) =>
      api.get('audit', {
        query: {
          limit: 50,
          cursor: pageParam || undefined,
          actor: actorOf(actor),
          subject,
          outcome,
          from: startOf(from),
          to: endOf(to),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** @example actionWords('vehicles.VehicleRenamed') // 'Vehicle renamed' */
export const actionWords = (action: string): string => {
  const name = action.slice(action.indexOf('.') + 1);
  const words = name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What the record is called to which something was done, where the entry knows it. */
export const nameIn = ({ before, after, data }: Pick<AuditEntry, 'before' | 'after' | 'data'>): string | undefined =>
  [after, before, data].map((part) => part?.name).find((name) => typeof name === 'string');

/** One member of what was changed, as it was and as it is since. */
export interface Change {
  readonly member: string;
  readonly before: string;
  readonly after: string;
}

const said = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** What changed, member by member. */
export const changesOf = ({ before = {}, after = {} }: Pick<AuditEntry, 'before' | 'after'>): readonly Change[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((member) => member !== 'version')
    .map((member) => ({ member, before: said(before[member]), after: said(after[member]) }));
