import { startCloud } from './cloud.ts';
import { layoutOf, localFolder } from './demo/layout.ts';
import { provideSecrets } from './demo/secrets.ts';
import { DEFAULT_PORTS, readPorts } from './ports.ts';
import { serve } from './supervisor/serve.ts';

// The stand-ins of the Azure services as a process; its message says how to reach them.
const ports = readPorts(DEFAULT_PORTS, process.env);
const layout = layoutOf(localFolder(process.env));
const { webPubSubKey } = await provideSecrets(layout.secrets);
const cloud = await startCloud({
  dataDir: layout.cloud,
  ports: {
    cosmos: ports.COSMOS_PORT,
    serviceBus: ports.SERVICE_BUS_PORT,
    webPubSub: ports.WEB_PUBSUB_PORT,
    keyVault: ports.KEY_VAULT_PORT,
    blob: ports.BLOB_PORT,
  },
  webPubSubKey,
});
console.log(
  `Cosmos DB ${ports.COSMOS_PORT}, Service Bus ${ports.SERVICE_BUS_PORT}, Web PubSub ${ports.WEB_PUBSUB_PORT}, Key Vault ${ports.KEY_VAULT_PORT}, blobs ${ports.BLOB_PORT}`,
);
serve(cloud, cloud.settings);
