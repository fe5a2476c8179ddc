import { readConfig } from '../../shared/config.ts';

const complete = {
  COSMOS: 'AccountEndpoint=…',
  SERVICE_BUS: 'Endpoint=sb://…',
  WEB_PUBSUB: 'Endpoint=https://…',
  KEY_VAULT: 'Endpoint=http://…',
  BLOB_STORAGE: 'AccountName=…',
};

const problemsOf = (env: Record<string, string | undefined>): string => {
  try {
    readConfig(env);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the settings', () => {
  it('need a connection to each service and no more', () =>
    expect(readConfig(complete)).toEqual({
      cosmos: { connection: { by: 'key', connection: 'AccountEndpoint=…' }, database: 'fleet' },
      serviceBus: { connection: { by: 'key', connection: 'Endpoint=sb://…' } },
      webPubSub: { connection: { by: 'key', connection: 'Endpoint=https://…' }, hub: 'fleet' },
      keyVault: { connection: { by: 'key', connection: 'Endpoint=http://…' } },
      blobStorage: { connection: { by: 'key', connection: 'AccountName=…' } },
      telemetry: { wakeSeconds: 1 },
      limits: { apiPerMinute: 6_000, ingestPerMinute: 600_000 },
      identity: { trustPrincipal: true },
      observability: { appInsights: undefined, traceFile: undefined },
    }));

  it.each([
    ['true', true],
    ['True', true],
    ['false', false],
    ['', false],
  ])('believe who is signed in on App Service only behind its authentication: %p', (enabled, trustPrincipal) =>
    expect(
      [{ WEBSITE_INSTANCE_ID: 'i-1' }, { WEBSITE_SKU: 'FlexConsumption' }].map(
        (platform) => readConfig({ ...complete, ...platform, WEBSITE_AUTH_ENABLED: enabled }).identity.trustPrincipal,
      ),
    ).toEqual([trustPrincipal, trustPrincipal]),
  );

  it("take the app's identity instead of a key, as Azure names it", () =>
    expect(
      readConfig({
        COSMOS__accountEndpoint: 'https://fleet.documents.azure.com',
        SERVICE_BUS__fullyQualifiedNamespace: 'fleet.servicebus.windows.net',
        WEB_PUBSUB__endpoint: 'https://fleet.webpubsub.azure.com',
        KEY_VAULT__vaultUri: 'https://fleet.vault.azure.net',
        BLOB_STORAGE__blobServiceUri: 'https://fleet.blob.core.windows.net',
      }),
    ).toMatchObject({
      cosmos: { connection: { by: 'identity', endpoint: 'https://fleet.documents.azure.com' } },
      serviceBus: { connection: { by: 'identity', endpoint: 'fleet.servicebus.windows.net' } },
      webPubSub: { connection: { by: 'identity', endpoint: 'https://fleet.webpubsub.azure.com' } },
      keyVault: { connection: { by: 'identity', endpoint: 'https://fleet.vault.azure.net' } },
      blobStorage: { connection: { by: 'identity', endpoint: 'https://fleet.blob.core.windows.net' } },
    }));

  it('name everything that is missing or wrong at once', () => {
    const problems = problemsOf({ TELEMETRY_WAKE_SECONDS: 'often' });
    for (const name of ['COSMOS', 'SERVICE_BUS', 'WEB_PUBSUB', 'KEY_VAULT', 'BLOB_STORAGE', 'TELEMETRY_WAKE_SECONDS'])
      expect(problems).toContain(`${name}: `);
    expect(problems).toContain("COSMOS__accountEndpoint to use the app's identity");
  });

  it('treat an empty value as none', () => {
    expect(problemsOf({ ...complete, COSMOS: '' })).toContain('COSMOS: ');
    expect(readConfig({ ...complete, COSMOS_DATABASE: '', TRACE_FILE: '' })).toMatchObject({
      cosmos: { database: 'fleet' },
      observability: { traceFile: undefined },
    });
  });

  it.each(['0', '-1', '61', 'x'])('refuse to wake shards every %s seconds', (seconds) =>
    expect(problemsOf({ ...complete, TELEMETRY_WAKE_SECONDS: seconds })).toContain('TELEMETRY_WAKE_SECONDS: '),
  );

  it('never repeat a secret in what they complain about', () =>
    expect(problemsOf({ ...complete, SERVICE_BUS: undefined, COSMOS: 'AccountKey=secret' })).not.toContain('secret'));
});
