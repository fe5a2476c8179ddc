import { join } from 'node:path';
import blobs from '../infra/blobs.json' with { type: 'json' };
import containers from '../infra/containers.json' with { type: 'json' };
import entities from '../infra/topics.json' with { type: 'json' };
import { startBlob } from './blob/server.ts';
import { createContainers } from './cosmos/containers.ts';
import { startCosmos } from './cosmos/server.ts';
import { startKeyVault } from './key-vault/server.ts';
import { startServiceBus } from './service-bus/server.ts';
import { startWebPubSub } from './web-pubsub/server.ts';

export interface CloudOptions {
  /** Where state is kept; without it, it is gone when the cloud stops. */
  readonly dataDir?: string;
  /** 0 or absent: any free port. */
  readonly ports?: Partial<Readonly<Record<'cosmos' | 'serviceBus' | 'webPubSub' | 'keyVault' | 'blob', number>>>;
  /** Must stay the same over a restart, or browsers and functions lose their way back. */
  readonly webPubSubKey?: string;
}

export interface Cloud {
  /** The app settings that point the functions at this cloud. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Everything the app uses of Azure, in this process, with the containers and entities of `infra/`. */
export const startCloud = async ({ dataDir, ports = {}, webPubSubKey }: CloudOptions = {}): Promise<Cloud> => {
  const folder = (name: string) => (dataDir === undefined ? {} : { dataDir: join(dataDir, name) });
  const cosmos = await startCosmos({ port: ports.cosmos ?? 0, ...folder('cosmos') });
  await createContainers(cosmos.connection, containers);
  const serviceBus = await startServiceBus({ port: ports.serviceBus ?? 0, entities, ...folder('service-bus') });
  const webPubSub = await startWebPubSub({
    port: ports.webPubSub ?? 0,
    ...(webPubSubKey !== undefined && { key: webPubSubKey }),
  });
  const keyVault = await startKeyVault({ port: ports.keyVault ?? 0, ...folder('key-vault') });
  const blob = await startBlob({
    port: ports.blob ?? 0,
    containers: blobs.containers.map(({ name }) => name),
    ...folder('blob'),
  });
  const services = [cosmos, serviceBus, webPubSub, keyVault, blob];
  return {
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
