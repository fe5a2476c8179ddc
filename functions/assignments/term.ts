/** Instants, ISO 8601 UTC, so that texts compare as times do. From the first on, up to but not at the second; without it, until somebody ends it. */
export interface Period {
  readonly from: string;
  readonly until?: string;
}

/** One driver's time with one vehicle. */
export interface Term extends Period {
  readonly driverId: string;
  /** Made before it begins: then the clock says whether it has begun. Any other has begun whatever the clock of an instance says. */
  readonly planned: boolean;
  /** The operation that ended it. */
  readonly endedBy?: string;
  readonly cancelled?: true;
}

export const overlap = (one: Period, other: Period): boolean =>
  (other.until === undefined || one.from < other.until) && (one.until === undefined || other.from < one.until);

export const hasBegun = ({ planned, from }: Term, now: string): boolean => !planned || from <= now;

/** Over for whatever reason: ended, cancelled, or its time is up. */
export const isPast = ({ endedBy, cancelled, until }: Term, now: string): boolean =>
  endedBy !== undefined || cancelled === true || (until !== undefined && until <= now);

/** Whether the driver drives the vehicle at this moment. */
export const holds = (term: Term, now: string): boolean => hasBegun(term, now) && !isPast(term, now);
