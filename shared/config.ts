import { z } from 'zod';

const Text = z.string().min(1);

/** Azure's own convention: `NAME` holds a connection string, `NAME__<property>` says to use the app's identity. */
const connection = (name: string, property: string) =>
  z
    .object({ [name]: Text.optional(), [`${name}__${property}`]: Text.optional() })
    .superRefine((settings, context) => {
      if (!settings[name] && !settings[`${name}__${property}`])
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `set ${name}, or ${name}__${property} to use the app's identity`,
        });
    })
    .transform((settings) => {
      const text = settings[name];
      return text
        ? ({ by: 'key', connection: text } as const)
        : ({ by: 'identity', endpoint: settings[`${name}__${property}`] ?? '' } as const);
    });

export type Connection = z.output<ReturnType<typeof connection>>;

const Plain = z.object({
  COSMOS_DATABASE: Text.default('fleet'),
  WEB_PUBSUB_HUB: Text.default('fleet'),
  TELEMETRY_WAKE_SECONDS: z.coerce.number().min(0.1).max(60).default(1),
  API_REQUESTS_PER_MINUTE: z.coerce.number().min(1).max(10_000_000).default(6_000),
  INGEST_REQUESTS_PER_MINUTE: z.coerce.number().min(1).max(100_000_000).default(600_000),
  APPLICATIONINSIGHTS_CONNECTION_STRING: Text.optional(),
  TRACE_FILE: Text.optional(),
  WEBSITE_INSTANCE_ID: Text.optional(),
  WEBSITE_SKU: Text.optional(),
  WEBSITE_AUTH_ENABLED: Text.optional(),
});

/** Each plan sets its own: App Service and Premium the first, Flex Consumption the second. */
const isOnAzure = ({ WEBSITE_INSTANCE_ID, WEBSITE_SKU }: z.output<typeof Plain>): boolean =>
  (WEBSITE_INSTANCE_ID ?? WEBSITE_SKU) !== undefined;

const PARTS = {
  cosmos: connection('COSMOS', 'accountEndpoint'),
  serviceBus: connection('SERVICE_BUS', 'fullyQualifiedNamespace'),
  webPubSub: connection('WEB_PUBSUB', 'endpoint'),
  keyVault: connection('KEY_VAULT', 'vaultUri'),
  blobStorage: connection('BLOB_STORAGE', 'blobServiceUri'),
  plain: Plain,
};

export type Config = ReturnType<typeof readConfig>;

/** The only reader of the environment. @throws Error that lists every setting that is missing or wrong, at once. */
export const readConfig = (env: Record<string, string | undefined>) => {
  // An empty setting is an unset one: that is how local.settings.json and the portal clear a value.
  const settings = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const problems: string[] = [];
  const read = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined => {
    const parsed = schema.safeParse(settings);
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`));
    return undefined;
  };
  const cosmos = read(PARTS.cosmos);
  const serviceBus = read(PARTS.serviceBus);
  const webPubSub = read(PARTS.webPubSub);
  const keyVault = read(PARTS.keyVault);
  const blobStorage = read(PARTS.blobStorage);
  const plain = read(PARTS.plain);
  if (!cosmos || !serviceBus || !webPubSub || !keyVault || !blobStorage || !plain)
    throw new Error(`Settings:\n${problems.join('\n')}`);
  return {
    cosmos: { connection: cosmos, database: plain.COSMOS_DATABASE },
    serviceBus: { connection: serviceBus },
    webPubSub: { connection: webPubSub, hub: plain.WEB_PUBSUB_HUB },
    keyVault: { connection: keyVault },
    blobStorage: { connection: blobStorage },
    telemetry: { wakeSeconds: plain.TELEMETRY_WAKE_SECONDS },
    /** Of each company, until plans say otherwise. */
    limits: { apiPerMinute: plain.API_REQUESTS_PER_MINUTE, ingestPerMinute: plain.INGEST_REQUESTS_PER_MINUTE },
    identity: {
      // Without the platform's authentication in front, anybody could say who is signed in.
      trustPrincipal: !isOnAzure(plain) || plain.WEBSITE_AUTH_ENABLED?.toLowerCase() === 'true',
    },
    observability: { appInsights: plain.APPLICATIONINSIGHTS_CONNECTION_STRING, traceFile: plain.TRACE_FILE },
  };
};
