import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDemo } from '../../../local/demo/demo-file.ts';
import { layoutOf } from '../../../local/demo/layout.ts';
import { lockFolder } from '../../../local/demo/lock.ts';
import { provideSecrets } from '../../../local/demo/secrets.ts';
import { readUsers, writeUsers } from '../../../local/demo/users.ts';
import { reset } from '../../../local/reset.ts';
import { readDemo } from '../../../local/seed/demo.ts';
import { endAll, run, temporaryFolder, until } from './support.ts';

afterEach(endAll);

const TENANT = {
  id: 'ten_demo1',
  name: 'Demo fleet',
  users: [{ email: 'owner@demo.example', role: 'owner' }],
  apiKey: 'wf_key',
  devices: [{ vehicleId: 'veh_1', deviceId: 'dev_1', key: 'dk_1' }],
} as const;

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('The demo is described as scripts expect it, and only its owner can read the keys', async () => {
  const folder = await temporaryFolder();
  const path = layoutOf(folder).demo;
  const demo = { web: 'http://127.0.0.1:4280', api: 'http://127.0.0.1:7071', tenants: [{ ...TENANT, internal: true }] };

  await writeDemo(path, demo);

  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ...demo, tenants: [TENANT] });
  expect(await readDemo(folder)).toMatchObject({ web: demo.web, tenants: [{ apiKey: 'wf_key' }] });
  expect(await modeOf(path)).toBe('600');
  expect(await readdir(folder)).toEqual(['demo.json']);
});

test('Secrets are made once, and only their owner can read them', async () => {
  const { secrets: path } = layoutOf(await temporaryFolder());
  const made = await provideSecrets(path);
  expect(await provideSecrets(path)).toEqual(made);
  expect(Buffer.from(made.frontDoorProof, 'base64')).toHaveLength(32);
  expect(made.webPubSubKey).not.toBe(made.frontDoorProof);
  expect(await modeOf(path)).toBe('600');
});

test('Damaged secrets are not replaced, because everybody who is connected would be cut off', async () => {
  const { secrets: path } = layoutOf(await temporaryFolder());
  await writeFile(path, '{ "webPubSubKey": ');
  await expect(provideSecrets(path)).rejects.toThrow(`${path} cannot be read. Delete it to have new secrets made.`);
});

test('Nobody can sign in before the tenants are there, and their members can afterwards', async () => {
  const { users: path } = layoutOf(await temporaryFolder());
  expect(await readUsers(path)).toEqual([]);
  await writeUsers(path, [TENANT]);
  expect(await readUsers(path)).toEqual([{ email: 'owner@demo.example', role: 'owner', tenantName: 'Demo fleet' }]);
});

const holder = (path: string) => {
  const lock = join(import.meta.dirname, '../../../local/demo/lock.ts');
  const script = `const { lockFolder } = await import(${JSON.stringify(lock)});
    lockFolder(${JSON.stringify(path)}); globalThis.gc(); console.log('locked'); setInterval(() => globalThis.gc(), 20);`;
  return run(['--expose-gc', '--input-type=module', '--eval', script]);
};

test('A folder belongs to one run, until that ends in whatever way', async () => {
  const { lock } = layoutOf(await temporaryFolder());
  const other = holder(lock);
  await until('the other run has the folder', () => other.text().includes('locked'));
  expect(() => lockFolder(lock)).toThrow('is in use by a running Wayfleet');

  other.child.kill('SIGKILL');
  await other.ended;

  lockFolder(lock).release();
});

test('A reset is refused while the system runs', async () => {
  const folder = await temporaryFolder();
  const layout = layoutOf(folder);
  await writeFile(layout.demo, '{}');
  const lock = lockFolder(layout.lock);
  await expect(reset(folder)).rejects.toThrow('is in use by a running Wayfleet');
  lock.release();
  expect(await readdir(folder)).toContain('demo.json');
});

test('A reset forgets the state and touches nothing else', async () => {
  const folder = await temporaryFolder();
  const { cloud, demo } = layoutOf(folder);
  await mkdir(join(cloud, 'cosmos'), { recursive: true });
  await writeFile(demo, '{}');
  await writeFile(join(folder, 'track.gpx'), '<gpx/>');

  await reset(folder);

  expect(await readdir(folder)).toEqual(['track.gpx']);
});

test('A reset of nothing is done, and leaves nothing', async () => {
  const folder = join(await temporaryFolder(), 'never-started');
  await reset(folder);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});
