import { setTimeout as wait } from 'node:timers/promises';
import type { Marked } from './load.ts';

/** How long each took, milliseconds, by those who looked. */
export interface Seen {
  readonly onSocket: readonly number[];
  readonly inLatest: readonly number[];
}

interface Frame {
  readonly data?: { readonly vehicles?: readonly { readonly vehicleId: string; readonly at: string }[] };
}

type Get = <Body>(path: string, method?: 'GET' | 'POST') => Promise<Body>;

/** How often the latest position is asked for, by so many at once: who looks must not be what the system is busy with. */
const EVERY_MS = 250;
const LOOKERS = 4;
/** Whether anybody watches is believed for a second. */
const NOTICED_AFTER_MS = 1_500;
const GIVEN_UP_AFTER_MS = 60_000;

/** Watches a fleet as a browser does. */
const listen = async (get: Get, onSeen: (vehicleId: string, at: string) => void) => {
  const { url, subprotocol } = await get<{ url: string; subprotocol: string }>('live/negotiate', 'POST');
  const socket = new WebSocket(url, subprotocol);
  socket.addEventListener('message', ({ data }) => {
    const { data: told } = JSON.parse(String(data)) as Frame;
    for (const { vehicleId, at } of told?.vehicles ?? []) onSeen(vehicleId, at);
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  await wait(NOTICED_AFTER_MS);
  return () => socket.close();
};

/** Milliseconds from when a fix was sent until it, or a later one, is the vehicle's latest position. */
const untilLatest = async (get: Get, { vehicleId, at, sentAt }: Marked): Promise<number | undefined> => {
  for (;;) {
    // Who asks at the same moments as the fleet is woken sees too much or too little.
    await wait(EVERY_MS * (0.5 + Math.random()));
    const latest = await get<{ readonly at?: string }>(`vehicles/${vehicleId}/position`).catch(() => undefined);
    const now = performance.now();
    if (latest?.at !== undefined && latest.at >= at) return now - sentAt;
    if (now - sentAt > GIVEN_UP_AFTER_MS) return undefined;
  }
};

/** Measures how soon what is sent while `send` runs can be seen. Every marked fix is looked for by the watcher, some of them in the latest positions. */
export const measureSeen = async (
  get: Get,
  send: (onSent: (marked: Marked) => void) => Promise<unknown>,
): Promise<Seen> => {
  const onSocket: number[] = [];
  const inLatest: number[] = [];
  const marked = new Map<string, number>();
  const close = await listen(get, (vehicleId, at) => {
    const key = `${vehicleId} ${at}`;
    const sentAt = marked.get(key);
    if (sentAt !== undefined) onSocket.push(performance.now() - sentAt);
    marked.delete(key);
  });
  const looking = new Set<Promise<void>>();
  await send((one) => {
    marked.set(`${one.vehicleId} ${one.at}`, one.sentAt);
    if (looking.size >= LOOKERS) return;
    const looker = untilLatest(get, one)
      .then((taken) => void (taken !== undefined && inLatest.push(taken)))
      .finally(() => looking.delete(looker));
    looking.add(looker);
  });
  await Promise.all(looking);
  close();
  return { onSocket, inLatest };
};
