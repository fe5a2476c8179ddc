/** Where a browser connects for live updates. */
export interface LiveAddress {
  readonly url: string;
  readonly expiresAt: string;
}

/** The live channel: groups of connected browsers. */
export interface Push {
  /** Sends `message` to everybody in the group; resolves when the service has taken it. */
  toGroup(group: string, message: unknown): Promise<void>;
  /** Whether anybody is connected to the group. */
  isWatched(group: string): Promise<boolean>;
  /** Ends every connection of a user. They may connect again, with an address that they are given then. */
  disconnect(user: string): Promise<void>;
  /** An address that joins its user's connection to `groups` and allows nothing else. */
  addressFor(user: string, groups: readonly string[]): Promise<LiveAddress>;
}
