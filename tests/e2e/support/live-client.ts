import WebSocket from 'ws';
import type { Call } from './client.ts';

export interface VehiclesMoved {
  readonly type: 'vehicles-moved';
  readonly vehicles: readonly { readonly vehicleId: string; readonly at: string }[];
}

/** A browser's view of the live channel: negotiates, connects, and hands over what comes. */
export const listenLive = async (call: Call) => {
  const { body } = await call<{ url: string; subprotocol: string }>('POST', 'live/negotiate');
  const socket = new WebSocket(body.url, body.subprotocol);
  const seen: VehiclesMoved[] = [];
  const waiting = new Set<() => void>();
  const connected = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as { type: string; event?: string; data?: VehiclesMoved };
      if (frame.event === 'connected') resolve();
      if (frame.data?.type === 'vehicles-moved') seen.push(frame.data);
      for (const look of waiting) look();
    });
  });
  await connected;
  return {
    seen,
    /** The first message, past or to come, that `wanted` accepts. */
    next: (wanted: (message: VehiclesMoved) => boolean): Promise<VehiclesMoved> =>
      new Promise((resolve) => {
        const look = () => {
          const found = seen.find(wanted);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.close(),
  };
};
