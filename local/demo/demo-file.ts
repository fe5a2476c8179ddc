import type { SeededDevice } from '../seed/key-ring.ts';
import type { DemoTenant } from '../seed/tenants.ts';
import { replaceFile } from '../shared/replace-file.ts';

/** The running demo as `demo.json` tells it to scripts. The first device of each tenant is free: the simulator leaves it alone. */
export interface RunningDemo {
  readonly web: string;
  readonly api: string;
  readonly tenants: readonly (DemoTenant & { readonly devices: readonly SeededDevice[] })[];
}

/** Writes the description of the demo. That the file is there means that everything answers. */
export const writeDemo = (path: string, { web, api, tenants }: RunningDemo): Promise<void> => {
  const described = tenants.map(({ id, name, users, apiKey, devices }) => ({ id, name, users, apiKey, devices }));
  return replaceFile(path, `${JSON.stringify({ web, api, tenants: described }, null, 2)}\n`);
};
