import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';
import { GroupId } from '../groups/contract.ts';

export const PROVIDERS = ['samsara', 'geotab', 'motive', 'flespi'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const MODES = ['webhook', 'poll'] as const;
export type Mode = (typeof MODES)[number];

export const CONNECTION_STATUSES = ['active', 'paused', 'disconnected'] as const;

/** Why nothing comes from a provider. */
export const FAILURES = ['refused', 'throttled', 'unavailable', 'malformed'] as const;
export type Failure = (typeof FAILURES)[number];

const settings = {
  server: z
    .url()
    .max(200)
    .describe(
      'Where to ask, if not the usual place: `https://api.eu.samsara.com`. It must be a server of the provider, by https.',
    ),
  database: z
    .string()
    .regex(/^\w{1,100}$/)
    .describe('Geotab: the name of the database.'),
  userName: z.string().trim().min(1).max(254).describe('Geotab: who signs in.'),
  channelId: z.int().min(1).describe('Flespi: the channel to be asked for its messages.'),
};

/** What it takes to reach an account of a provider, but for the secret. */
export const ConnectionSettings = z
  .strictObject({
    server: settings.server.exactOptional(),
    database: settings.database.exactOptional(),
    userName: settings.userName.exactOptional(),
    channelId: settings.channelId.exactOptional(),
  })
  .meta({ id: 'ProviderSettings' });
export type ConnectionSettings = z.infer<typeof ConnectionSettings>;

export const ProviderConnection = z
  .object({
    id: z.string(),
    provider: z.enum(PROVIDERS),
    name: z.string(),
    mode: z.enum(MODES).describe('`webhook`: the provider sends; `poll`: it is asked every minute.'),
    settings: ConnectionSettings,
    groupId: GroupId.optional().describe(
      'It reports only for vehicles of this group and those below it; absent: for all.',
    ),
    status: z.enum(CONNECTION_STATUSES),
    webhookPath: z.string().optional().describe('Of a webhook: where the provider must send, on the host of this API.'),
    secretSetAt: z.iso.datetime().optional().describe('Absent: nothing is taken from it until its secret is set.'),
    health: z.enum(['ok', 'failing']),
    failure: z.enum(FAILURES).optional().describe('Why it is failing.'),
    failingSince: z.iso.datetime().optional(),
    connectedAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: 'ProviderConnection', description: 'An account at a telematics provider whose vehicles report here.' });
export type ProviderConnection = z.infer<typeof ProviderConnection>;

export const ConnectedProvider = ProviderConnection.extend({
  secret: z
    .string()
    .optional()
    .describe('A secret that was made here, for the provider to prove itself with. Shown this once.'),
}).meta({ id: 'ConnectedProvider' });

const Secret = z
  .string()
  .min(8)
  .max(4_000)
  .describe('A webhook: what the provider signs with. Otherwise an API token, or the password of who signs in.');

export const ConnectProviderBody = z.strictObject({
  provider: z.enum(PROVIDERS),
  name: Line(80),
  mode: z.enum(MODES),
  settings: ConnectionSettings.default({}),
  secret: Secret.exactOptional(),
  groupId: GroupId.exactOptional().describe('Limits it to vehicles of this group and those below it.'),
});
export type ConnectProviderBody = z.infer<typeof ConnectProviderBody>;

export const ReplaceSecretBody = z.strictObject({
  secret: Secret.exactOptional().describe('Absent: one is made here, where the provider lets us.'),
});

/** Whatever a provider sends: a list of things, or one. */
export const WebhookBody = z.union([z.array(z.unknown()).max(5_000), z.record(z.string(), z.unknown())]);

export const Received = z
  .object({
    accepted: z.int().describe('Fixes that were taken.'),
    rejected: z.int().describe('What could not be used, or is of vehicles that are out of service.'),
    quarantined: z.int().describe('Fixes of devices that are not registered.'),
  })
  .meta({ id: 'ReceivedFromProvider' });

/** What the directory knows of a connection: enough to take what it sends without asking anybody else. */
export interface ConnectionEntry {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly status: 'active' | 'paused';
  readonly settings: ConnectionSettings;
  readonly secretVersion?: string;
  readonly groupId?: string;
}

export const connectionAddress = (connectionId: string) => ({
  pk: `provider-connection:${connectionId}`,
  id: 'connection',
});
