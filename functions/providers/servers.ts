import type { Provider } from './contract.ts';

/** Where each provider is asked unless a connection says otherwise, and the domains that are its own. */
const SERVERS: Readonly<Record<Provider, { readonly usual: string; readonly domains: readonly string[] }>> = {
  samsara: { usual: 'https://api.samsara.com', domains: ['samsara.com'] },
  geotab: { usual: 'https://my.geotab.com', domains: ['geotab.com'] },
  motive: { usual: 'https://api.gomotive.com', domains: ['gomotive.com', 'keeptruckin.com'] },
  flespi: { usual: 'https://flespi.io', domains: ['flespi.io'] },
};

export const usualServer = (provider: Provider): string => SERVERS[provider].usual;

/**
 * Whether an address is a server of the provider. Whoever connects a provider must not be able to make us ask anything else: no address of a private network is
 * a name below one of these domains, and no literal address is a name at all.
 */
export const isServerOf = (provider: Provider, server: string): boolean => {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(server);
  const isPlain = username === '' && password === '' && pathname === '/' && search === '' && hash === '';
  const isOwn = SERVERS[provider].domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return protocol === 'https:' && port === '' && isPlain && isOwn;
};
