import type { z } from 'zod';
import { type Issue, issuesOf } from '../../shared/kernel/errors.ts';
import { defined } from '../../shared/kernel/objects.ts';
import type { DropReason } from './contract.ts';
import { type Fix, timeIssue } from './fix.ts';
import type { Reading } from './protocols/protocol.ts';

/** What came of reading one message of a device: a fix, or what is wrong with it, by the device's own field names. */
export type Decoded = { readonly fix: Fix } | { readonly issues: readonly Issue[]; readonly reason: DropReason };

const UNREADABLE: Issue = { path: [], message: 'The fix cannot be used.' };

/** The same as what is said of the messages of other protocols. */
export const readingOf = (read: Decoded): Reading =>
  'fix' in read ? { fix: read.fix } : { reason: read.reason, issue: read.issues[0] ?? UNREADABLE };

/** A fix whose optional members may still be there as `undefined`. */
export type Loose = { [Key in keyof Fix]: Fix[Key] | undefined } & Pick<Fix, 'at' | 'lat' | 'lon'>;

/** The last step of every protocol: the fields are well formed, is the time possible? */
export const decoded = <Message>(
  parsed: z.ZodSafeParseResult<Message>,
  toFix: (message: Message) => Loose,
  timeField: readonly PropertyKey[],
  now: number,
): Decoded => {
  if (!parsed.success) return { issues: issuesOf(parsed.error), reason: 'invalid' };
  const fix = toFix(parsed.data);
  const issue = timeIssue(fix.at, now, timeField);
  if (!issue) return { fix: defined(fix) };
  return { issues: [issue], reason: fix.at > now ? 'future' : 'ancient' };
};
