import type { Freshness, Lookups } from '../../shared/documents/lookups.ts';
import { type MembershipEntry, membershipsPartition } from './member-cards.ts';
import type { Person } from './principal.ts';

/** So long another instance may believe what was changed here: who is a member, as what, and whose sessions are over. */
export const BELIEVED_MS = 20_000;

/** A person works for the company they have chosen last, and until they choose for the one they have belonged to for the longest time. */
const byChoice = (a: MembershipEntry, b: MembershipEntry): number => {
  const [left, right] = [a.chosenAt ?? '', b.chosenAt ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return `${a.since} ${a.tenantId}` < `${b.since} ${b.tenantId}` ? -1 : 1;
};

/** The memberships of a person, the one they work for now first. */
export const membershipsOf = async (
  lookups: Lookups,
  { provider, email }: Pick<Person, 'provider' | 'email'>,
  freshness: Freshness = { within: BELIEVED_MS },
): Promise<MembershipEntry[]> => {
  const entries = await lookups.list<MembershipEntry>(membershipsPartition(provider, email), freshness);
  return [...entries].flatMap(([tenantId, entry]) => (entry.tenantId === tenantId ? [entry] : [])).sort(byChoice);
};

/** Whether a session is one of those that were ended. One that does not say when it began is: it may be older. */
export const isSignedOut = ({ signedOutAt }: MembershipEntry, { signedInAt }: Pick<Person, 'signedInAt'>): boolean =>
  signedOutAt !== undefined && (signedInAt === undefined || signedInAt <= Date.parse(signedOutAt));
