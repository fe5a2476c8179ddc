import { type Issue, invalid } from '../../shared/kernel/errors.ts';
import type { ConnectionSettings, ConnectProviderBody, Mode, Provider } from './contract.ts';
import { isServerOf } from './servers.ts';

/** What a connection of one kind needs besides its name. */
interface Requirements {
  readonly settings: readonly (keyof ConnectionSettings)[];
  /** `ours`: made here unless given; `theirs`: the provider makes it, maybe only once it knows where to send. */
  readonly secret: 'needed' | 'ours' | 'theirs';
}

const KINDS: Readonly<Record<Provider, Partial<Record<Mode, Requirements>>>> = {
  samsara: { webhook: { settings: [], secret: 'theirs' }, poll: { settings: [], secret: 'needed' } },
  geotab: { poll: { settings: ['database', 'userName'], secret: 'needed' } },
  motive: { webhook: { settings: [], secret: 'ours' }, poll: { settings: [], secret: 'needed' } },
  flespi: { webhook: { settings: [], secret: 'ours' }, poll: { settings: ['channelId'], secret: 'needed' } },
};

const incomplete = (issues: readonly Issue[]) =>
  invalid('providers/incomplete', 'The provider cannot be reached with this.', issues);

/** Samsara's are 32 bytes in base64; of what is no base64 nothing would be left, and with nothing anybody can sign. */
const MIN_KEY_BYTES = 16;
const isKeyOf = (provider: Provider, mode: Mode, secret: string): boolean =>
  provider !== 'samsara' || mode !== 'webhook' || Buffer.from(secret, 'base64').length >= MIN_KEY_BYTES;

/** @throws FleetError `invalid` naming what is missing, or of no use. */
export const requireComplete = (
  { provider, mode, settings, secret }: Omit<ConnectProviderBody, 'name'>,
  mayUse: (server: string) => boolean,
): void => {
  const kind = KINDS[provider][mode];
  if (!kind) throw incomplete([{ path: ['mode'], message: `There is no ${mode} of ${provider}.` }]);
  const given = Object.keys(settings) as (keyof ConnectionSettings)[];
  const isOfUse = (name: keyof ConnectionSettings) =>
    kind.settings.includes(name) || (name === 'server' && mode === 'poll');
  const { server } = settings;
  const isServer = server === undefined || isServerOf(provider, server) || mayUse(server);
  const issues = [
    ...kind.settings
      .filter((name) => settings[name] === undefined)
      .map((name) => ({ path: ['settings', name], message: 'Needed.' })),
    ...given.filter((name) => !isOfUse(name)).map((name) => ({ path: ['settings', name], message: 'Of no use here.' })),
    ...(isServer ? [] : [{ path: ['settings', 'server'], message: `Expected a server of ${provider}, by https.` }]),
    ...(secret === undefined && kind.secret === 'needed' ? [{ path: ['secret'], message: 'Needed.' }] : []),
  ];
  if (issues.length > 0) throw incomplete(issues);
};

/** Motive takes 20 characters, no more and no less: 100 bits of ours. */
const MOTIVE_LENGTH = 20;

/**
 * The secret of a connection: what was given, or what is made here.
 * @returns undefined when the provider makes it
 * @throws FleetError `invalid` when it is no key
 */
export const secretOf = (
  { provider, mode, secret }: { readonly provider: Provider; readonly mode: Mode; readonly secret?: string },
  newKey: (prefix: string) => string,
): { readonly text: string; readonly isOurs: boolean } | undefined => {
  if (secret !== undefined && !isKeyOf(provider, mode, secret))
    throw incomplete([{ path: ['secret'], message: 'Expected the key as Samsara shows it, in base64.' }]);
  if (secret !== undefined) return { text: secret, isOurs: false };
  if (KINDS[provider][mode]?.secret !== 'ours') return undefined;
  const key = newKey('ws');
  return { text: provider === 'motive' ? key.slice(-MOTIVE_LENGTH) : key, isOurs: true };
};
