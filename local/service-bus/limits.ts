/** What Service Bus (Standard tier) refuses. Sizes in bytes, lengths in characters, times in milliseconds. */
export const limits = {
  messageBytes: 256 * 1024,
  propertiesBytes: 64 * 1024,
  idLength: 128,
  replyBytes: 256 * 1024,
  lockDuration: 5 * 60_000,
  shortestDuplicateWindow: 20_000,
  longestDuplicateWindow: 7 * 24 * 3_600_000,
  deliveryCount: 2_000,
  sessionStateBytes: 256 * 1024,
  deadLetterTextLength: 4_096,
} as const;
