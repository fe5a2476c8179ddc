import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { startBlob } from '../../../local/blob/server.ts';
import { covered, differs } from '../conformance.ts';

const folder = mkdtempSync(join(tmpdir(), 'blob-'));
let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const filesAt = (connection: string) =>
  BlobServiceClient.fromConnectionString(connection, {
    retryOptions: { maxTries: 8, retryDelayInMs: 50, maxRetryDelayInMs: 500 },
  }).getContainerClient('files');
const write = (connection: string, name: string, text: string) =>
  filesAt(connection).getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
const read = async (connection: string, name: string) =>
  (await filesAt(connection).getBlockBlobClient(name).downloadToBuffer()).toString();

/** The processes of Azurite that keep their data here. */
const azurites = (dataDir: string) =>
  execFileSync('ps', ['-A', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('azurite.mjs') && line.includes(dataDir))
    .map((line) => Number(line.trim().split(' ')[0]));

const until = async (condition: () => boolean): Promise<void> => {
  const end = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('Azurite as a child', () => {
  it('is started by the first connection, with the containers that should be there', async () => {
    const dataDir = join(folder, 'lazy');
    const blob = await startBlob({ dataDir, containers: ['files', 'exports'] });
    expect(azurites(dataDir)).toEqual([]);
    const names: string[] = [];
    for await (const { name } of BlobServiceClient.fromConnectionString(blob.connection).listContainers())
      names.push(name);
    expect(names).toEqual(['exports', 'files']);
    expect(azurites(dataDir)).toHaveLength(1);
    await blob.close();
    expect(azurites(dataDir)).toEqual([]);
    await blob.close();
  });

  it('can be closed before anybody came', async () => {
    const blob = await startBlob();
    await blob.close();
    const again = await startBlob({ port: blob.port });
    expect(again.port).toBe(blob.port);
    await again.close();
  });

  it(covered('what was written is there after a restart'), async () => {
    const dataDir = join(folder, 'restart');
    const before = await startBlob({ dataDir, containers: ['files'] });
    await write(before.connection, 'a', 'kept');
    await before.close();
    const after = await startBlob({ dataDir, containers: ['files'] });
    expect(await read(after.connection, 'a')).toBe('kept');
    await after.close();
  });

  it('can be closed after it was killed', async () => {
    const dataDir = join(folder, 'dead');
    const blob = await startBlob({ dataDir, containers: ['files'] });
    await write(blob.connection, 'a', 'A');
    process.kill(azurites(dataDir)[0] ?? 0, 'SIGKILL');
    await until(() => azurites(dataDir).length === 0);
    await blob.close();
  });

  it('is started again when it could not start', async () => {
    const dataDir = join(folder, 'blocked');
    writeFileSync(dataDir, 'not a folder');
    const blob = await startBlob({ dataDir, containers: ['files'] });
    await expect(fetch(`http://127.0.0.1:${blob.port}/`)).rejects.toThrow();
    rmSync(dataDir);
    await write(blob.connection, 'a', 'A');
    expect(await read(blob.connection, 'a')).toBe('A');
    await blob.close();
  });

  it('is started again when it was killed', async () => {
    const dataDir = join(folder, 'killed');
    const blob = await startBlob({ dataDir, containers: ['files'] });
    await write(blob.connection, 'a', 'A');
    const [pid = 0] = azurites(dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() => azurites(dataDir).length === 0);
    await write(blob.connection, 'b', 'B');
    expect(await read(blob.connection, 'b')).toBe('B');
    await blob.close();
  });

  it('writes down what it keeps, and ends, when the process that started it is killed', async () => {
    const dataDir = join(folder, 'orphan');
    child = fork(join(import.meta.dirname, 'child.ts'), [dataDir], { execArgv: [] });
    const [connection] = (await once(child, 'message')) as [string];
    await write(connection, 'precious', 'kept');
    child.kill('SIGKILL');
    await until(() => azurites(dataDir).length === 0);
    expect(readFileSync(join(dataDir, '__azurite_db_blob__.json'), 'utf8')).toContain('precious');
  });
});

describe(
  differs(
    'durability',
    'Azurite writes its index every five seconds and when it ends; killed itself, it loses so much',
  ),
  () => {
    it('is as good as the last index', async () => {
      const dataDir = join(folder, 'index');
      const before = await startBlob({ dataDir, containers: ['files'] });
      await write(before.connection, 'a', 'kept');
      await before.close();
      const blob = await startBlob({ dataDir, containers: ['files'] });
      await write(blob.connection, 'b', 'perhaps');
      process.kill(azurites(dataDir)[0] ?? 0, 'SIGKILL');
      await until(() => azurites(dataDir).length === 0);
      expect(await read(blob.connection, 'a')).toBe('kept');
      await blob.close();
    });
  },
);
