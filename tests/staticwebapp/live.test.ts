import {
  createLive,
  type LiveSocket,
  type LiveWorld,
  type Negotiation,
  type SocketEvents,
} from '../../staticwebapp/src/lib/live.ts';

class FakeSocket implements LiveSocket {
  readonly sent: string[] = [];
  readonly protocol: string;
  readonly #events: SocketEvents;
  closed = false;

  constructor(protocol: string, events: SocketEvents) {
    this.protocol = protocol;
    this.#events = events;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.#events.closed();
  }

  receive(frame: unknown): void {
    this.receiveText(JSON.stringify(frame));
  }

  receiveText(text: string): void {
    this.#events.message(text);
  }
}

/** A far side, a network and a clock that the test moves by hand. */
const world = (negotiate: () => Promise<Negotiation>) => {
  let now = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  const sockets: FakeSocket[] = [];
  const parts: LiveWorld = {
    negotiate,
    isRefusal: (error) => error === 'refused',
    openSocket: (_url, protocol, events) => {
      const socket = new FakeSocket(protocol, events);
      sockets.push(socket);
      return socket;
    },
    now: () => now,
    random: () => 0,
    later: (callback, milliseconds) => {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    isOnline: () => true,
  };
  const advance = async (milliseconds: number) => {
    now += milliseconds;
    for (const timer of timers) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.callback();
    }
    await new Promise(setImmediate);
  };
  return { parts, sockets, advance };
};

const good = async (): Promise<Negotiation> => ({ url: 'ws://far', expiresAt: new Date(3_600_000).toISOString() });
const CONNECTED = { type: 'system', event: 'connected' };

test('connects with the subprotocol, hears messages of a type, and answers to its pings', async () => {
  const { parts, sockets, advance } = world(good);
  const live = createLive(parts);
  const heard: unknown[] = [];
  live.on('vehicles-moved', (data) => heard.push(data));
  live.start();
  await advance(0);
  expect(sockets[0]?.protocol).toBe('json.webpubsub.azure.v1');
  expect(live.connection()).toBe('connecting');

  sockets[0]?.receive(CONNECTED);
  expect(live.connection()).toBe('live');
  sockets[0]?.receive({ type: 'message', from: 'group', data: { type: 'vehicles-moved', vehicles: [] } });
  sockets[0]?.receive({ type: 'message', from: 'group', data: { type: 'something-else' } });
  expect(heard).toEqual([{ type: 'vehicles-moved', vehicles: [] }]);

  await advance(20_000);
  expect(sockets[0]?.sent).toEqual(['{"type":"ping"}']);
});

test('comes back by itself after a loss, and says when to fetch again', async () => {
  const { parts, sockets, advance } = world(good);
  const live = createLive(parts);
  const resync = jest.fn();
  const states: string[] = [];
  live.onResync(resync);
  live.onConnection(() => states.push(live.connection()));
  live.start();
  await advance(0);
  sockets[0]?.receive(CONNECTED);
  sockets[0]?.close();
  await advance(1_000);
  sockets[1]?.receive(CONNECTED);
  expect(states).toEqual(['live', 'reconnecting', 'live']);
  expect(resync).toHaveBeenCalledTimes(2);
});

test('keeps trying while the server is down', async () => {
  let answers = 0;
  const { parts, advance } = world(async () => {
    answers += 1;
    throw new Error('503');
  });
  const live = createLive(parts);
  live.start();
  for (let i = 0; i < 5; i += 1) await advance(1_000);
  expect(answers).toBeGreaterThanOrEqual(5);
  expect(live.connection()).toBe('reconnecting');
});

test('stops asking and says so when the server refuses', async () => {
  let answers = 0;
  const { parts, advance } = world(async () => {
    answers += 1;
    throw 'refused';
  });
  const live = createLive(parts);
  const refused = jest.fn();
  live.onRefused(refused);
  live.start();
  for (let i = 0; i < 5; i += 1) await advance(10_000);
  expect(answers).toBe(1);
  expect(refused).toHaveBeenCalledWith('refused');
});

test('swaps to a fresh token without missing a message', async () => {
  const { parts, sockets, advance } = world(good);
  const live = createLive(parts);
  const resync = jest.fn();
  live.onResync(resync);
  live.start();
  await advance(0);
  sockets[0]?.receive(CONNECTED);
  for (let minute = 0; minute < 59; minute += 1) {
    sockets[0]?.receive({ type: 'pong' });
    await advance(20_000);
    sockets[0]?.receive({ type: 'pong' });
    await advance(20_000);
    sockets[0]?.receive({ type: 'pong' });
    await advance(20_000);
  }
  expect(sockets).toHaveLength(2);
  expect(sockets[0]?.closed).toBe(false);
  sockets[1]?.receive(CONNECTED);
  expect(sockets[0]?.closed).toBe(true);
  expect(live.connection()).toBe('live');
  expect(resync).toHaveBeenCalledTimes(1);
});

test('an unreadable frame is only a sign of life', async () => {
  const { parts, sockets, advance } = world(good);
  const live = createLive(parts);
  live.start();
  await advance(0);
  sockets[0]?.receive(CONNECTED);
  sockets[0]?.receiveText('{broken');
  sockets[0]?.receive([1, 2]);
  sockets[0]?.receive({ type: 'message', data: 'text' });
  expect(live.connection()).toBe('live');
});
