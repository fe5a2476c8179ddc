/** How a queue or subscription behaves. Times in milliseconds, Infinity for "never". */
export interface QueueSettings {
  readonly requiresSession: boolean;
  readonly lockDuration: number;
  readonly maxDeliveryCount: number;
  readonly timeToLive: number;
  /** Zero: no duplicate detection. */
  readonly duplicateWindow: number;
  /** Whether messages that outlive their time to live go to the dead-letter queue, or vanish. */
  readonly deadLetterExpired: boolean;
}
