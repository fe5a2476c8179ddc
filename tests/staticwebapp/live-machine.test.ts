import {
  backOff,
  connectionOf,
  initialState,
  type LiveEffect,
  type LiveEvent,
  type LiveState,
  next,
  renewalDelay,
} from '../../staticwebapp/src/lib/live-machine.ts';

const HOUR = 3_600_000;

/** Plays events one after another; answers with the state and what the last one caused. */
const play = (events: readonly (LiveEvent & { at?: number })[], from: LiveState = initialState) =>
  events.reduce<{ state: LiveState; effects: readonly LiveEffect[] }>(
    ({ state }, { at = 0, ...event }) => {
      const [after, effects] = next(state, event as LiveEvent, { now: at, luck: 0.5 });
      return { state: after, effects };
    },
    { state: from, effects: [] },
  );

const start: LiveEvent = { type: 'start', online: true };
const negotiated = (link: number, expiresAt = HOUR): LiveEvent => ({
  type: 'negotiated',
  link,
  url: 'ws://x',
  expiresAt,
});
const connected = (link: number): LiveEvent => ({ type: 'connected', link });
const up: readonly LiveEvent[] = [start, negotiated(1), connected(1)];

const kinds = (effects: readonly LiveEffect[]) =>
  effects.map((effect) => (effect.do === 'set-timer' ? `set ${effect.timer}` : effect.do));

describe('opening the live connection', () => {
  test('negotiates, then opens a socket, then is live and asks for a fresh snapshot', () => {
    expect(kinds(play([start]).effects)).toEqual(['negotiate', 'set connect']);
    expect(play([start, negotiated(1)]).effects).toEqual([{ do: 'open', link: 1, url: 'ws://x' }]);
    const { state, effects } = play(up);
    expect(connectionOf(state)).toBe('live');
    expect(kinds(effects)).toEqual(['clear-timers', 'set heartbeat', 'set renew', 'resync']);
  });

  test('reads as connecting at first, as reconnecting once it has failed', () => {
    expect(connectionOf(play([start]).state)).toBe('connecting');
    const { state, effects } = play([start, { type: 'failed', link: 1, refused: false }]);
    expect(connectionOf(state)).toBe('reconnecting');
    expect(kinds(effects)).toEqual(['clear-timers', 'set retry']);
  });

  test('gives a socket that never connects fifteen seconds, then closes it and tries again', () => {
    const { effects } = play([start, negotiated(1), { type: 'timer', timer: 'connect' }]);
    expect(kinds(effects)).toEqual(['close', 'clear-timers', 'set retry']);
  });

  test('starting twice does not open two links', () => {
    expect(play([start, start]).effects).toEqual([]);
    expect(play([...up, start]).effects).toEqual([]);
  });

  test('a refusal ends the attempts until it is started again', () => {
    const refused = play([start, { type: 'failed', link: 1, refused: true }]);
    expect(kinds(refused.effects)).toEqual(['clear-timers']);
    expect(play([{ type: 'visible' }], refused.state).effects).toEqual([]);
    expect(kinds(play([start], refused.state).effects)).toEqual(['negotiate', 'set connect']);
  });
});

describe('losing it', () => {
  test('a closed socket is reconnected after a pause, and the snapshot is fetched again', () => {
    const lost = play([...up, { type: 'closed', link: 1 }]);
    expect(connectionOf(lost.state)).toBe('reconnecting');
    expect(kinds(lost.effects)).toEqual(['clear-timers', 'set retry']);
    const back = play([{ type: 'timer', timer: 'retry' }, negotiated(2), connected(2)], lost.state);
    expect(connectionOf(back.state)).toBe('live');
    expect(kinds(back.effects)).toContain('resync');
    expect(back.state.failures).toBe(0);
  });

  test('silence for longer than two pings counts as a loss', () => {
    const quiet = play([...up, { type: 'timer', timer: 'heartbeat', at: 40_000 }]);
    expect(kinds(quiet.effects)).toEqual(['ping', 'set heartbeat']);
    const dead = play([{ type: 'timer', timer: 'heartbeat', at: 60_000 }], quiet.state);
    expect(kinds(dead.effects)).toEqual(['close', 'clear-timers', 'set retry']);
    expect(connectionOf(dead.state)).toBe('reconnecting');
  });

  test('anything heard keeps it alive', () => {
    const { effects } = play([
      ...up,
      { type: 'heard', link: 1, at: 50_000 },
      { type: 'timer', timer: 'heartbeat', at: 60_000 },
    ]);
    expect(kinds(effects)).toEqual(['ping', 'set heartbeat']);
  });

  test('without a network it hangs up at once, and comes back the moment the network does', () => {
    const offline = play([...up, { type: 'offline' }]);
    expect(connectionOf(offline.state)).toBe('offline');
    expect(offline.effects).toContainEqual({ do: 'close', link: 1 });
    expect(play([{ type: 'timer', timer: 'retry' }], offline.state).effects).toEqual([]);
    expect(kinds(play([{ type: 'online' }], offline.state).effects)).toEqual([
      'clear-timers',
      'negotiate',
      'set connect',
    ]);
  });

  test('somebody coming back to the page does not sit out the back-off', () => {
    const waiting = play([...up, { type: 'closed', link: 1 }]);
    expect(kinds(play([{ type: 'visible' }], waiting.state).effects)).toContain('negotiate');
  });

  test('what a given-up link still says is ignored', () => {
    const waiting = play([...up, { type: 'closed', link: 1 }]);
    const late = play([negotiated(1), connected(1), { type: 'closed', link: 1 }], waiting.state);
    expect(late).toEqual({ state: waiting.state, effects: [] });
  });

  test('stopping closes everything and nothing brings it back', () => {
    const stopped = play([...up, { type: 'stop' }]);
    expect(stopped.effects).toContainEqual({ do: 'close', link: 1 });
    expect(play([{ type: 'online' }, { type: 'timer', timer: 'retry' }], stopped.state).effects).toEqual([]);
  });
});

describe('renewing the token', () => {
  const renewing = play([...up, { type: 'timer', timer: 'renew' }, negotiated(2)]).state;

  test('opens the next link while the old one delivers, then drops the old one without a resync', () => {
    expect(connectionOf(renewing)).toBe('live');
    const { state, effects } = play([connected(2)], renewing);
    expect(state.current).toBe(2);
    expect(effects).toContainEqual({ do: 'close', link: 1 });
    expect(kinds(effects)).not.toContain('resync');
    expect(play([{ type: 'closed', link: 1 }], state).effects).toEqual([]);
  });

  test('a failed renewal leaves the old link alone and tries again', () => {
    const { state, effects } = play([{ type: 'closed', link: 2 }], renewing);
    expect(connectionOf(state)).toBe('live');
    expect(kinds(effects)).toEqual(['clear-timers', 'set renew']);
  });

  test('if the old link dies meanwhile, the new one counts as a reconnect', () => {
    const { effects } = play([{ type: 'closed', link: 1 }, connected(2)], renewing);
    expect(kinds(effects)).toContain('resync');
  });

  test('happens a minute before the end, or half-way through a short life, but never at once', () => {
    expect(renewalDelay(HOUR, 0)).toBe(HOUR - 60_000);
    expect(renewalDelay(60_000, 0)).toBe(30_000);
    expect(renewalDelay(0, 10_000)).toBe(5_000);
  });
});

describe('the back-off', () => {
  test('doubles, is capped at half a minute, and is spread by luck', () => {
    expect(backOff(0, 1)).toBe(750);
    expect(backOff(3, 1)).toBe(4_250);
    expect(backOff(20, 1)).toBe(30_250);
    expect(backOff(20, 0)).toBe(250);
  });
});
