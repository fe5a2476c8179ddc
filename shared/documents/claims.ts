import { isKind, stale } from '../kernel/errors.ts';
import type { Partition } from './documents.ts';

const MAX_ATTEMPTS = 5;

/**
 * One document for what only one may have at a time (a driver, a sign-in), written on the condition that nobody wrote it meanwhile.
 * A claim says who came first, not who has it: that is for the holder's own stream to say, so nothing is ever given back, and nothing
 * is left over when a process dies in between.
 * @param next looks at what is claimed and answers what shall be instead; it throws when somebody else has it. It may run again.
 * @throws FleetError `stale` when too many write at once.
 */
export const claim = async <Claims extends object>(
  partition: Partition,
  id: string,
  next: (current: Claims | undefined) => Promise<Claims>,
): Promise<void> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = await partition.get<Claims>(id);
    const wanted = await next(stored?.doc);
    try {
      await partition.put(id, wanted, stored ? { ifMatch: stored.etag } : { create: true });
      return;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('claims/contended', 'Too many ask for this at once; try again.');
};

/** Between a claim and the event that makes it true lie milliseconds; what has not come by then was abandoned by a crash. */
export const UNDER_WAY_MS = 60_000;
