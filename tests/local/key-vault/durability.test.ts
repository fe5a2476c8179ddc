import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKeyVault } from '../../../local/key-vault/server.ts';
import { covered } from '../conformance.ts';
import { all, clientAt } from './client.ts';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-vault-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe(covered('secrets outlive a restart'), () => {
  it('also when the process is killed right after it has answered', async () => {
    child = fork(join(import.meta.dirname, 'child.ts'), [folder], { execArgv: [] });
    const [port] = (await once(child, 'message')) as [number];
    const client = clientAt(port);
    const { properties } = await client.setSecret('key', 'p1');
    await client.setSecret('gone', 'text');
    await (await client.beginDeleteSecret('gone')).pollUntilDone();
    await Promise.all(Array.from({ length: 20 }, (_, n) => client.setSecret(`many-${n}`, `text ${n}`)));
    await client.setSecret('key', 'p2', { tags: { a: 'b' } });
    child.kill('SIGKILL');
    await once(child, 'exit');

    const vault = await startKeyVault({ dataDir: folder });
    const again = clientAt(vault.port);
    expect(await again.getSecret('key')).toMatchObject({ value: 'p2', properties: { tags: { a: 'b' } } });
    expect((await again.getSecret('key', { version: properties.version ?? '' })).value).toBe('p1');
    expect(await all(again.listPropertiesOfSecrets())).toHaveLength(21);
    expect((await all(again.listDeletedSecrets())).map(({ name }) => name)).toEqual(['gone']);
    await vault.close();
  });

  it('in a folder that only its owner may look into', async () => {
    const dataDir = join(folder, 'vault');
    const vault = await startKeyVault({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await vault.close();
  });

  it('and closing twice does no harm', async () => {
    const vault = await startKeyVault({ dataDir: folder });
    await vault.close();
    await vault.close();
    const again = await startKeyVault({ dataDir: folder, port: vault.port });
    expect(again.port).toBe(vault.port);
    await again.close();
  });
});
