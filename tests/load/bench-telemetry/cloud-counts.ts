/** What the cloud has counted since it began; `waiting` is of now. */
export interface CloudCounts {
  /** Messages sent to queues and topics, duplicates too. */
  readonly sent: number;
  /** Messages that were handed over and then completed, given back or given up. */
  readonly settled: number;
  /** Sessions that somebody asked for by name. */
  readonly accepted: number;
  /** Messages to a group of the live channel, and their bytes. */
  readonly pushes: number;
  readonly pushedBytes: number;
  /** Other requests to the live channel: whether anybody watches. */
  readonly asked: number;
  /** Bytes of what was sent to the store to be written. */
  readonly storedBytes: number;
  /** Messages in the queue of fixes. */
  readonly waiting: number;
}

/** What has been counted between two looks; what is of now as the later one saw it. */
export const between = (before: CloudCounts, after: CloudCounts): CloudCounts => ({
  sent: after.sent - before.sent,
  settled: after.settled - before.settled,
  accepted: after.accepted - before.accepted,
  pushes: after.pushes - before.pushes,
  pushedBytes: after.pushedBytes - before.pushedBytes,
  asked: after.asked - before.asked,
  storedBytes: after.storedBytes - before.storedBytes,
  waiting: after.waiting,
});
