import { join } from 'node:path';
import blobs from '../infra/blobs.json' with { type: 'json' };
import containers from '../infra/containers.json' with { type: 'json' };
import entities from '../infra/topics.json' with { type: 'json' };
import { startBlob } from './blob/server.ts';
import { createContainers } from './cosmos/containers.ts';
import { startCosmos } from './cosmos/server.ts';
import { layoutOf, localFolder, provideSecrets } from './demo/layout.ts';
import { startKeyVault } from './key-vault/server.ts';
import { DEFAULT_PORTS, readPorts } from './ports.ts';
import { startServiceBus } from './service-bus/server.ts';
import { isProgram } from './shared/is-program.ts';
import { serve } from './supervisor/supervisor.ts';
import { startWebPubSub } from './web-pubsub/server.ts';

type Ports = Partial<typeof DEFAULT_PORTS>;
/** State is kept where there is a `dataDir`. The key must stay the same over a restart, or browsers and functions lose their way back. */
type CloudOptions = Readonly<{ dataDir?: string; ports?: Ports; webPubSubKey?: string }>;

/** Everything the app uses of Azure, in this process. Answers with the app settings that point the functions at it. */
export const startCloud = async ({ dataDir, ports = {}, webPubSubKey: key }: CloudOptions = {}) => {
  const at = (port = 0, folder = '') => ({ port, ...(dataDir !== undefined && { dataDir: join(dataDir, folder) }) });
  const cosmos = await startCosmos(at(ports.COSMOS_PORT, 'cosmos'));
  await createContainers(cosmos.connection, containers);
  const serviceBus = await startServiceBus({ entities, ...at(ports.SERVICE_BUS_PORT, 'service-bus') });
  const webPubSub = await startWebPubSub({ port: ports.WEB_PUBSUB_PORT ?? 0, ...(key !== undefined && { key }) });
  const keyVault = await startKeyVault(at(ports.KEY_VAULT_PORT, 'key-vault'));
  const names = blobs.containers.map(({ name }) => name);
  const blob = await startBlob({ containers: names, ...at(ports.BLOB_PORT, 'blob') });
  const services = [cosmos, serviceBus, webPubSub, keyVault, blob];
  return {
    services,
    settings: {
      COSMOS: cosmos.connection,
      COSMOS_DATABASE: containers.database,
      SERVICE_BUS: serviceBus.connection,
      WEB_PUBSUB: webPubSub.connection,
      WEB_PUBSUB_HUB: 'fleet',
      KEY_VAULT: keyVault.connection,
      BLOB_STORAGE: blob.connection,
    },
    async close() {
      await Promise.all(services.map((service) => service.close()));
    },
  };
};

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/** The cloud as a process; its message says how to reach it. */
const main = async () => {
  const layout = layoutOf(localFolder(process.env));
  const ports = readPorts(DEFAULT_PORTS, process.env);
  const { webPubSubKey } = await provideSecrets(layout.secrets);
  const cloud = await startCloud({ dataDir: layout.cloud, ports, webPubSubKey });
  console.log(cloud.services.map(({ name, port }) => `${name} ${port}`).join(', '));
  serve(cloud, cloud.settings);
};

if (isProgram(import.meta.filename)) void main();
