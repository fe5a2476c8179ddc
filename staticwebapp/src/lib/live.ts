import { parseFrame } from './live-frames.ts';
import {
  type ConnectionState,
  connectionOf,
  initialState,
  type LiveEffect,
  type LiveTimer,
  next,
} from './live-machine.ts';

const SUBPROTOCOL = 'json.webpubsub.azure.v1';

export interface Negotiation {
  readonly url: string;
  readonly subprotocol?: string;
  readonly expiresAt: string;
}

export interface LiveSocket {
  send(text: string): void;
  close(): void;
}

/** What a socket tells: each message, and once that it is closed, for whatever reason. */
export interface SocketEvents {
  message(text: string): void;
  closed(): void;
}

/** The far side and the clock, passed in so that a test can play both. */
export interface LiveWorld {
  readonly negotiate: () => Promise<Negotiation>;
  /** Whether a failed negotiation will fail the same way until somebody signs in (401, 403). */
  readonly isRefusal: (error: unknown) => boolean;
  readonly openSocket: (url: string, subprotocol: string, hear: SocketEvents) => LiveSocket;
  readonly now: () => number;
  readonly random: () => number;
  /** Calls back after a while; answers with how to cancel. */
  readonly later: (callback: () => void, milliseconds: number) => () => void;
  readonly isOnline: () => boolean;
}

export interface Live {
  start(): void;
  stop(): void;
  /** Tell it what the browser said. */
  notice(event: 'online' | 'offline' | 'visible'): void;
  connection(): ConnectionState;
  onConnection(listener: () => void): () => void;
  /** Called with the data of every message of the type. */
  on(type: string, listener: (data: unknown) => void): () => void;
  /** Called when messages may have been missed: after the first connect, and after each reconnect. */
  onResync(listener: () => void): () => void;
  /** Called when the server will not have us (401, 403), with the reason. */
  onRefused(listener: (reason: unknown) => void): () => void;
}

const listeners = <A extends unknown[]>() => {
  const all = new Set<(...args: A) => void>();
  return {
    add: (listener: (...args: A) => void) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    call: (...args: A) => {
      for (const listener of all) listener(...args);
    },
  };
};

/** The live connection: carries out what the machine in `live-machine.ts` decides. */
export const createLive = (world: LiveWorld): Live => {
  let state = initialState;
  const sockets = new Map<number, LiveSocket>();
  const timers = new Map<LiveTimer, () => void>();
  const connectionListeners = listeners<[]>();
  const resyncListeners = listeners<[]>();
  const refusalListeners = listeners<[unknown]>();
  const messageListeners = listeners<[string, unknown]>();

  const dispatch = (event: Parameters<typeof next>[1]): void => {
    const before = connectionOf(state);
    const [after, effects] = next(state, event, { now: world.now(), luck: world.random() });
    state = after;
    for (const effect of effects) carryOut(effect);
    if (connectionOf(state) !== before) connectionListeners.call();
  };

  const negotiate = async (link: number): Promise<void> => {
    try {
      const { url, expiresAt } = await world.negotiate();
      dispatch({ type: 'negotiated', link, url, expiresAt: Date.parse(expiresAt) });
    } catch (error) {
      const refused = world.isRefusal(error);
      dispatch({ type: 'failed', link, refused });
      if (refused) refusalListeners.call(error);
    }
  };

  const hear = (link: number, text: string): void => {
    const frame = parseFrame(text);
    dispatch(frame.kind === 'connected' ? { type: 'connected', link } : { type: 'heard', link });
    if (frame.kind === 'message') messageListeners.call(frame.data.type, frame.data);
  };

  const openSocket = (link: number, url: string): void => {
    const socket = world.openSocket(url, SUBPROTOCOL, {
      message: (text) => hear(link, text),
      closed: () => {
        sockets.delete(link);
        dispatch({ type: 'closed', link });
      },
    });
    sockets.set(link, socket);
  };

  const setTimer = (timer: LiveTimer, milliseconds: number): void => {
    timers.get(timer)?.();
    timers.set(
      timer,
      world.later(() => {
        timers.delete(timer);
        dispatch({ type: 'timer', timer });
      }, milliseconds),
    );
  };

  const carryOut = (effect: LiveEffect): void => {
    switch (effect.do) {
      case 'negotiate':
        void negotiate(effect.link);
        break;
      case 'open':
        openSocket(effect.link, effect.url);
        break;
      case 'close':
        sockets.get(effect.link)?.close();
        break;
      case 'ping':
        sockets.get(effect.link)?.send('{"type":"ping"}');
        break;
      case 'set-timer':
        setTimer(effect.timer, effect.after);
        break;
      case 'clear-timers':
        for (const timer of effect.timers) {
          timers.get(timer)?.();
          timers.delete(timer);
        }
        break;
      case 'resync':
        resyncListeners.call();
        break;
    }
  };

  return {
    start: () => dispatch({ type: 'start', online: world.isOnline() }),
    stop: () => dispatch({ type: 'stop' }),
    notice: (type) => dispatch({ type }),
    connection: () => connectionOf(state),
    onConnection: connectionListeners.add,
    on: (type, listener) => messageListeners.add((messageType, data) => messageType === type && listener(data)),
    onResync: resyncListeners.add,
    onRefused: refusalListeners.add,
  };
};
