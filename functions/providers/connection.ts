import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { ConnectionSettings, Failure, Mode, Provider } from './contract.ts';

interface Identity {
  readonly connectionId: string;
  readonly provider: Provider;
  readonly name: string;
  readonly mode: Mode;
  readonly settings: ConnectionSettings;
  readonly groupId?: string;
}

// Commands. A secret never travels in commands or events, only the version that the vault gave it.

type Connect = Message<'Connect', Identity & { secretVersion?: string; now: string }>;
type ReplaceSecret = Message<'ReplaceSecret', { secretVersion: string; now: string }>;
type Pause = Message<'Pause', { now: string }>;
type Resume = Message<'Resume', { now: string }>;
type Disconnect = Message<'Disconnect', { now: string }>;
/** Nothing has come from the provider for some time. */
type Fail = Message<'Fail', { failure: Failure; now: string }>;
type Recover = Message<'Recover', { now: string }>;

export type ConnectionCommand = Connect | ReplaceSecret | Pause | Resume | Disconnect | Fail | Recover;

// Events

type Connected = Message<'ProviderConnected', Identity & { secretVersion?: string; connectedAt: string }>;
type SecretReplaced = Message<'ProviderSecretReplaced', { secretVersion: string; replacedAt: string }>;
type Paused = Message<'ProviderPaused', { pausedAt: string }>;
type Resumed = Message<'ProviderResumed', { resumedAt: string }>;
type Disconnected = Message<'ProviderDisconnected', { disconnectedAt: string }>;
type Failed = Message<'ProviderFailed', { failure: Failure; failedAt: string }>;
type Recovered = Message<'ProviderRecovered', { recoveredAt: string }>;

export type ConnectionEvent = Connected | SecretReplaced | Paused | Resumed | Disconnected | Failed | Recovered;

/** Only what a rule below needs to look at. */
export type Connection =
  | { readonly status: 'absent' }
  | {
      readonly status: 'active' | 'paused' | 'disconnected';
      readonly mode: Mode;
      readonly secretVersion: string | undefined;
      readonly failure: Failure | undefined;
    };

type Known = Exclude<Connection, { status: 'absent' }>;

const evolve = (state: Connection, { type, data }: ConnectionEvent): Connection => {
  if (type === 'ProviderConnected')
    return { status: 'active', mode: data.mode, secretVersion: data.secretVersion, failure: undefined };
  if (state.status === 'absent') return state;
  switch (type) {
    case 'ProviderSecretReplaced':
      return { ...state, secretVersion: data.secretVersion };
    case 'ProviderPaused':
      return { ...state, status: 'paused', failure: undefined };
    case 'ProviderResumed':
      return { ...state, status: 'active' };
    case 'ProviderDisconnected':
      return { ...state, status: 'disconnected', failure: undefined };
    case 'ProviderFailed':
      return { ...state, failure: data.failure };
    case 'ProviderRecovered':
      return { ...state, failure: undefined };
    default:
      return unreachable(type);
  }
};

const gone = () => conflict('providers/disconnected', 'This connection was ended. Connect anew.');

const decideKnown = (command: Exclude<ConnectionCommand, Connect>, state: Known): ConnectionEvent[] => {
  const { now } = command.data;
  const { status, secretVersion, failure } = state;
  if (command.type === 'Disconnect')
    return status === 'disconnected' ? [] : [{ type: 'ProviderDisconnected', data: { disconnectedAt: now } }];
  // What the poller finds out comes late now and then: it is of no use any more, and no mistake.
  if (command.type === 'Fail' || command.type === 'Recover') {
    if (status !== 'active') return [];
    if (command.type === 'Recover') return failure ? [{ type: 'ProviderRecovered', data: { recoveredAt: now } }] : [];
    const { failure: found } = command.data;
    return found === failure ? [] : [{ type: 'ProviderFailed', data: { failure: found, failedAt: now } }];
  }
  if (status === 'disconnected') throw gone();
  switch (command.type) {
    case 'ReplaceSecret': {
      const { secretVersion: next } = command.data;
      return next === secretVersion
        ? []
        : [{ type: 'ProviderSecretReplaced', data: { secretVersion: next, replacedAt: now } }];
    }
    case 'Pause':
      return status === 'paused' ? [] : [{ type: 'ProviderPaused', data: { pausedAt: now } }];
    case 'Resume':
      return status === 'active' ? [] : [{ type: 'ProviderResumed', data: { resumedAt: now } }];
    default:
      return unreachable(command);
  }
};

/** An account at a telematics provider whose vehicles report to a company. */
export const connection: Decider<Connection, ConnectionCommand, ConnectionEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    if (command.type !== 'Connect') {
      if (state.status === 'absent') throw notFound('provider-connections/not-found', 'There is no such connection.');
      return decideKnown(command, state);
    }
    const { now, ...connected } = command.data;
    return state.status === 'absent' ? [{ type: 'ProviderConnected', data: { ...connected, connectedAt: now } }] : [];
  },
};

export const connectionStream = (tenantId: string, connectionId: string) => ({
  tenantId,
  streamId: `provider-${connectionId}`,
});
