/**
 * The live connection as a state machine: pure, so that every loss, retry and renewal can be tested without a socket.
 *
 * A *link* is one attempt: negotiate, open a socket, be connected. Events name their link, and events of a link that
 * has been given up are ignored. A renewal opens a second link while the first still delivers, then drops the first.
 */
export type LiveTimer = 'retry' | 'renew' | 'heartbeat' | 'connect';

export interface LiveState {
  readonly running: boolean;
  readonly online: boolean;
  readonly refused: boolean;
  /** The number of the newest link. */
  readonly links: number;
  /** The link being opened, and when its token ends. */
  readonly opening?: { readonly link: number; readonly expiresAt?: number };
  /** The link that delivers. */
  readonly current?: number;
  readonly heardAt: number;
  /** Failures in a row, for the back-off. */
  readonly failures: number;
  readonly everLive: boolean;
}

export type LiveEvent =
  | { readonly type: 'start'; readonly online: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'negotiated'; readonly link: number; readonly url: string; readonly expiresAt: number }
  | { readonly type: 'failed'; readonly link: number; readonly refused: boolean }
  | { readonly type: 'connected'; readonly link: number }
  | { readonly type: 'heard'; readonly link: number }
  | { readonly type: 'closed'; readonly link: number }
  | { readonly type: 'timer'; readonly timer: LiveTimer }
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'visible' };

export type LiveEffect =
  | { readonly do: 'negotiate'; readonly link: number }
  | { readonly do: 'open'; readonly link: number; readonly url: string }
  | { readonly do: 'close'; readonly link: number }
  | { readonly do: 'ping'; readonly link: number }
  | { readonly do: 'set-timer'; readonly timer: LiveTimer; readonly after: number }
  | { readonly do: 'clear-timers'; readonly timers: readonly LiveTimer[] }
  /** Something may have been missed: fetch again. */
  | { readonly do: 'resync' };

/** The time and the luck of one step, passed in to keep the machine pure. */
export interface Moment {
  readonly now: number;
  /** 0 <= luck < 1 */
  readonly luck: number;
}

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

const PING_EVERY = 20_000;
const SILENCE_IS_DEATH = 45_000;
const CONNECT_WITHIN = 15_000;
const RENEW_BEFORE = 60_000;
const BACK_OFF = { first: 500, most: 30_000 };

/** Exponential with full jitter, so that a thousand dashboards do not come back in the same second; milliseconds. */
export const backOff = (failures: number, luck: number): number =>
  Math.round(250 + luck * Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures));

/** When to fetch a fresh token: a minute before the old one ends, or half-way if it lives less than two. */
export const renewalDelay = (expiresAt: number, now: number): number =>
  Math.max(5_000, Math.max(expiresAt - now - RENEW_BEFORE, (expiresAt - now) / 2));

export const initialState: LiveState = {
  running: false,
  online: true,
  refused: false,
  links: 0,
  heardAt: 0,
  failures: 0,
  everLive: false,
};

/** What to tell the person looking at the screen. */
export const connectionOf = (state: LiveState): ConnectionState => {
  if (state.current !== undefined) return 'live';
  if (!state.online || state.refused || !state.running)
    return state.everLive || !state.online ? 'offline' : 'connecting';
  return state.everLive || state.failures > 0 ? 'reconnecting' : 'connecting';
};

type Step = readonly [LiveState, readonly LiveEffect[]];

const stay = (state: LiveState): Step => [state, []];

const without = (state: LiveState, ...keys: readonly ('opening' | 'current')[]): LiveState => {
  const { opening, current, ...rest } = state;
  return {
    ...rest,
    ...(opening && !keys.includes('opening') && { opening }),
    ...(current !== undefined && !keys.includes('current') && { current }),
  };
};

const closeAll = ({ opening, current }: LiveState): LiveEffect[] =>
  [opening?.link, current].filter((link) => link !== undefined).map((link) => ({ do: 'close', link }));

const open = (state: LiveState): Step => {
  const link = state.links + 1;
  return [
    { ...state, links: link, opening: { link } },
    [
      { do: 'negotiate', link },
      { do: 'set-timer', timer: 'connect', after: CONNECT_WITHIN },
    ],
  ];
};

/** A link did not come up: try again later; if it was a renewal, the old one still delivers meanwhile. */
const openingFailed = (state: LiveState, { luck }: Moment): Step => {
  const after = backOff(state.failures, luck);
  const next = { ...without(state, 'opening'), failures: state.failures + 1 };
  return [
    next,
    [
      { do: 'clear-timers', timers: ['connect'] },
      { do: 'set-timer', timer: state.current === undefined ? 'retry' : 'renew', after },
    ],
  ];
};

const lost = (state: LiveState, moment: Moment): Step => {
  const next = without(state, 'current');
  const quiet: LiveEffect = { do: 'clear-timers', timers: ['heartbeat', 'renew'] };
  // A renewal under way is the reconnect; it will resync, because nothing delivered in between.
  if (next.opening) return [next, [quiet]];
  return [
    { ...next, failures: next.failures + 1 },
    [quiet, { do: 'set-timer', timer: 'retry', after: backOff(next.failures, moment.luck) }],
  ];
};

const connected = (state: LiveState, link: number, { now }: Moment): Step => {
  if (state.opening?.link !== link) return stay(state);
  const { expiresAt = now } = state.opening;
  const seamless = state.current !== undefined;
  return [
    { ...without(state, 'opening'), current: link, failures: 0, everLive: true, heardAt: now },
    [
      { do: 'clear-timers', timers: ['connect', 'retry'] },
      { do: 'set-timer', timer: 'heartbeat', after: PING_EVERY },
      { do: 'set-timer', timer: 'renew', after: renewalDelay(expiresAt, now) },
      ...(state.current === undefined ? [] : [{ do: 'close', link: state.current } as const]),
      ...(seamless ? [] : [{ do: 'resync' } as const]),
    ],
  ];
};

const failed = (state: LiveState, link: number, refused: boolean, moment: Moment): Step => {
  if (state.opening?.link !== link) return stay(state);
  if (!refused) return openingFailed(state, moment);
  return [
    { ...without(state, 'opening'), refused: true },
    [{ do: 'clear-timers', timers: ['connect', 'retry', 'renew'] }],
  ];
};

const heartbeat = (state: LiveState, moment: Moment): Step => {
  if (state.current === undefined) return stay(state);
  if (moment.now - state.heardAt > SILENCE_IS_DEATH) {
    const [next, effects] = lost(state, moment);
    return [next, [{ do: 'close', link: state.current }, ...effects]];
  }
  return [
    state,
    [
      { do: 'ping', link: state.current },
      { do: 'set-timer', timer: 'heartbeat', after: PING_EVERY },
    ],
  ];
};

const timer = (state: LiveState, name: LiveTimer, moment: Moment): Step => {
  if (name === 'heartbeat') return heartbeat(state, moment);
  if (name === 'connect') {
    if (!state.opening) return stay(state);
    const [next, effects] = openingFailed(state, moment);
    return [next, [{ do: 'close', link: state.opening.link }, ...effects]];
  }
  return state.opening || !state.online ? stay(state) : open(state);
};

/** The person is back, or the network is: do not sit out the back-off. */
const hurry = (state: LiveState, moment: Moment): Step => {
  if (state.current !== undefined) return heartbeat(state, moment);
  if (state.opening || state.refused) return stay(state);
  const [next, effects] = open({ ...state, failures: 0 });
  return [next, [{ do: 'clear-timers', timers: ['retry'] }, ...effects]];
};

const EVERY_TIMER: readonly LiveTimer[] = ['retry', 'renew', 'heartbeat', 'connect'];

const hangUp = (state: LiveState, change: Partial<LiveState>): Step => [
  { ...without(state, 'opening', 'current'), ...change },
  [{ do: 'clear-timers', timers: EVERY_TIMER }, ...closeAll(state)],
];

/** One step: what the connection is after `event`, and what has to be done about it. */
export const next = (state: LiveState, event: LiveEvent, moment: Moment): Step => {
  if (event.type === 'start') {
    const started = { ...state, running: true, refused: false, online: event.online, failures: 0 };
    return state.opening || state.current !== undefined || !event.online ? stay(started) : open(started);
  }
  if (!state.running) return stay(state);
  switch (event.type) {
    case 'stop':
      return hangUp(state, { running: false });
    case 'offline':
      return hangUp(state, { online: false });
    case 'online':
      return hurry({ ...state, online: true }, moment);
    case 'visible':
      return state.online ? hurry(state, moment) : stay(state);
    case 'negotiated': {
      if (state.opening?.link !== event.link) return stay(state);
      const opening = { link: event.link, expiresAt: event.expiresAt };
      return [{ ...state, opening }, [{ do: 'open', link: event.link, url: event.url }]];
    }
    case 'connected':
      return connected(state, event.link, moment);
    case 'failed':
      return failed(state, event.link, event.refused, moment);
    case 'heard':
      return stay(state.current === event.link ? { ...state, heardAt: moment.now } : state);
    case 'closed':
      if (state.current === event.link) return lost(state, moment);
      return state.opening?.link === event.link ? openingFailed(state, moment) : stay(state);
    case 'timer':
      return timer(state, event.timer, moment);
  }
};
