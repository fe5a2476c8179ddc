import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { api, isRefused } from './api.ts';
import { createLive, type Live } from './live.ts';
import type { ConnectionState } from './live-machine.ts';

const LiveContext = createContext<Live | undefined>(undefined);

const browserLive = (): Live =>
  createLive({
    negotiate: () => api.post('live/negotiate'),
    isRefusal: isRefused,
    openSocket: (url, subprotocol, { message, closed }) => {
      const socket = new WebSocket(url, subprotocol);
      socket.addEventListener('message', ({ data }) => message(String(data)));
      socket.addEventListener('close', closed);
      return socket;
    },
    now: Date.now,
    random: Math.random,
    later: (callback, milliseconds) => {
      const id = setTimeout(callback, milliseconds);
      return () => clearTimeout(id);
    },
    isOnline: () => navigator.onLine,
  });

/** Keeps one live connection open for as long as it is mounted. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const [live] = useState(browserLive);

  useEffect(() => {
    const heard = new AbortController();
    const { signal } = heard;
    window.addEventListener('online', () => live.notice('online'), { signal });
    window.addEventListener('offline', () => live.notice('offline'), { signal });
    document.addEventListener('visibilitychange', () => !document.hidden && live.notice('visible'), { signal });
    live.start();
    return () => {
      heard.abort();
      live.stop();
    };
  }, [live]);

  return <LiveContext value={live}>{children}</LiveContext>;
};

export const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
};

export const useConnection = (): ConnectionState => {
  const live = useLive();
  return useSyncExternalStore(live.onConnection, live.connection);
};
