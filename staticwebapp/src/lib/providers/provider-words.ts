import type { NewConnection, ProviderConnection } from './providers.ts';

type Provider = NewConnection['provider'];
type Mode = NewConnection['mode'];
type Setting = keyof NonNullable<NewConnection['settings']>;

export const PROVIDER_WORDS: Readonly<Record<Provider, string>> = {
  samsara: 'Samsara',
  geotab: 'Geotab',
  motive: 'Motive',
  flespi: 'Flespi',
};

export const MODE_WORDS: Readonly<Record<Mode, string>> = {
  webhook: 'It sends to us',
  poll: 'We ask every minute',
};

export const SETTING_WORDS: Readonly<Record<Setting, string>> = {
  database: 'Database',
  userName: 'User name',
  channelId: 'Channel',
  server: 'Server',
};

/** What has to be said of a way to connect; `secret` when there must be one from the beginning. */
interface Way {
  readonly mode: Mode;
  readonly settings: readonly Setting[];
  readonly secret: boolean;
}

const SENDS: Way = { mode: 'webhook', settings: [], secret: false };
const asked = (...settings: readonly Setting[]): Way => ({ mode: 'poll', settings, secret: true });

/** The ways in which each provider can be connected, the better one first. */
export const WAYS: Readonly<Record<Provider, readonly [Way, ...Way[]]>> = {
  samsara: [SENDS, asked()],
  geotab: [asked('database', 'userName')],
  motive: [SENDS, asked()],
  flespi: [SENDS, asked('channelId')],
};

const FAILURE_WORDS: Readonly<Record<NonNullable<ProviderConnection['failure']>, string>> = {
  refused: 'it refuses our secret',
  throttled: 'it asks us to slow down',
  unavailable: 'it cannot be reached',
  malformed: 'what it sends cannot be read',
};

/** How a connection is, in one word for its colour and in the words of a reader. */
export const stateOf = ({
  status,
  health,
  failure,
  secretSetAt,
}: Pick<ProviderConnection, 'status' | 'health' | 'failure' | 'secretSetAt'>) => {
  if (status === 'disconnected') return { tone: 'off', words: 'Disconnected' } as const;
  if (status === 'paused') return { tone: 'off', words: 'Paused' } as const;
  if (secretSetAt === undefined) return { tone: 'waiting', words: 'Waits for its secret' } as const;
  if (health === 'ok') return { tone: 'ok', words: 'Connected' } as const;
  return { tone: 'failing', words: failure ? `Failing: ${FAILURE_WORDS[failure]}` : 'Failing' } as const;
};
