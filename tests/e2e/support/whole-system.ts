import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoTenant } from '../../../local/demo/demo-file.ts';
import { startFrontDoor } from '../../../local/front-door/server.ts';
import { seedTenants } from '../../../local/seed/tenants.ts';
import { type SpawnedHost, spawnHost } from '../../load/spawn-host.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROOF = 'only-the-front-door-knows';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** The whole system as a laptop runs it: cloud, host and front door, on free ports and with state on disk. */
export interface WholeSystem {
  /** `http://127.0.0.1:…` of the functions. */
  readonly api: string;
  readonly web: string;
  readonly tenants: readonly DemoTenant[];
  /** The app settings that point at the cloud. */
  readonly settings: Readonly<Record<string, string>>;
  /** Kills the process at once (SIGKILL) and starts it anew. */
  crashHost(): Promise<void>;
  crashCloud(): Promise<void>;
  hostOutput(): string;
  stop(): Promise<void>;
}

export const startWholeSystem = async ({
  overlays = [],
}: {
  overlays?: readonly string[];
} = {}): Promise<WholeSystem> => {
  const dir = await mkdtemp(join(tmpdir(), 'wayfleet-e2e-'));
  const freePorts = Array.from({ length: 6 }, () => freePort());
  const [cosmos, serviceBus, webPubSub, keyVault, blob, functions = 0] = await Promise.all(freePorts);
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    LOCAL_DIR: dir,
    COSMOS_PORT: String(cosmos),
    SERVICE_BUS_PORT: String(serviceBus),
    WEB_PUBSUB_PORT: String(webPubSub),
    KEY_VAULT_PORT: String(keyVault),
    BLOB_PORT: String(blob),
  };

  let cloud: ChildProcess;
  const startCloud = async (): Promise<Record<string, string>> => {
    cloud = fork(join(ROOT, 'local/cloud.ts'), { env, execArgv: [], silent: true });
    const [settings] = (await once(cloud, 'message')) as [Record<string, string>];
    return settings;
  };
  const settings = await startCloud();
  const tenants = await seedTenants(settings, 'what the keys are made from');

  let host: SpawnedHost;
  const startHost = async () => {
    host = await spawnHost({
      appDir: ROOT,
      port: functions,
      env: { ...settings, NODE_OPTIONS: '', FRONT_DOOR_PROOF: PROOF, HOST_STATE_DIR: join(dir, 'host') },
    });
  };
  await startHost();

  const users = tenants.flatMap(({ name, users }) => users.map((user) => ({ ...user, tenantName: name })));
  const api = `http://127.0.0.1:${functions}`;
  const frontDoor = await startFrontDoor({
    root: join(ROOT, 'dist/web'),
    overlays: [...overlays],
    api,
    apiProof: PROOF,
    users,
  });

  return {
    api,
    web: frontDoor.connection.replace(/\/$/, ''),
    tenants,
    settings,
    async crashHost() {
      await host.kill('SIGKILL');
      await startHost();
    },
    async crashCloud() {
      const gone = once(cloud, 'exit');
      cloud.kill('SIGKILL');
      await gone;
      await startCloud();
    },
    hostOutput: () => host.output(),
    async stop() {
      await frontDoor.close();
      await host.stop();
      const gone = once(cloud, 'exit');
      cloud.kill('SIGTERM');
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
};
