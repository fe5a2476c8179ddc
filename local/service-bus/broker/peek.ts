import { limits } from '../limits.ts';
import { bySequence, type Message } from './message.ts';

export interface PeekRequest {
  readonly from: number;
  readonly count: number;
  readonly sessionId: string | undefined;
}

/** The messages a browser gets to see, in order of sequence number, as many as one reply can carry. */
export const peek = (messages: readonly Message[], { from, count, sessionId }: PeekRequest): Message[] => {
  const seen = messages
    .filter(({ sequence, content }) => sequence >= from && (sessionId === undefined || content.sessionId === sessionId))
    .sort(bySequence)
    .slice(0, count);
  let bytes = 0;
  const fits = seen.findIndex(({ content }) => {
    bytes += content.bytes.length;
    return bytes > limits.replyBytes;
  });
  return fits < 0 ? seen : seen.slice(0, Math.max(1, fits));
};
