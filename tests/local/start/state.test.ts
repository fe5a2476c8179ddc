import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDemo } from '../../../local/demo/demo-file.ts';
import { layoutOf, lockFolder, provideSecrets } from '../../../local/demo/layout.ts';
import { writeJson } from '../../../local/shared/json-file.ts';
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

test('What is written is there as a whole, and only its owner can read it', async () => {
  const folder = await temporaryFolder();
  const path = layoutOf(folder).demo;
  const demo = { web: 'http://127.0.0.1:4280', api: 'http://127.0.0.1:7071', tenants: [TENANT] };

  await writeJson(path, demo);

  expect(await readDemo(folder)).toEqual(demo);
  expect(await modeOf(path)).toBe('600');
  expect(await readdir(folder)).toEqual(['demo.json']);
});

test('A demo that is not there, or is none, is refused with what to do', async () => {
  const folder = await temporaryFolder();
  await expect(readDemo(folder)).rejects.toThrow(/demo\.json is not there\. Start the demo with npm start/);
  await writeJson(layoutOf(folder).demo, { web: 'nowhere' });
  await expect(readDemo(folder)).rejects.toThrow(/demo\.json cannot be used; correct it or delete it:\n.*\n.*web/);
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
  await expect(provideSecrets(path)).rejects.toThrow(`${path} cannot be used; correct it or delete it:\nSyntaxError`);
});

test('A secret that an older start did not make is added to those it made', async () => {
  const { secrets: path } = layoutOf(await temporaryFolder());
  await writeJson(path, { webPubSubKey: 'old', frontDoorProof: 'old' });
  const secrets = await provideSecrets(path);
  expect(secrets).toMatchObject({ webPubSubKey: 'old', frontDoorProof: 'old' });
  expect(Buffer.from(secrets.demoKeys, 'base64')).toHaveLength(32);
  expect(await provideSecrets(path)).toEqual(secrets);
});

const holder = (path: string) => {
  const lock = join(import.meta.dirname, '../../../local/demo/layout.ts');
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

  lockFolder(lock)();
});

const reset = async (folder: string) => {
  const { ended, text } = run([join(import.meta.dirname, '../../../local/reset.ts')], { env: { LOCAL_DIR: folder } });
  return { code: await ended, said: text() };
};

test('A reset is refused while the system runs', async () => {
  const folder = await temporaryFolder();
  const layout = layoutOf(folder);
  await writeFile(layout.demo, '{}');
  const release = lockFolder(layout.lock);
  expect(await reset(folder)).toEqual({ code: 1, said: expect.stringContaining('is in use by a running Wayfleet') });
  release();
  expect(await readdir(folder)).toContain('demo.json');
});

test('A reset forgets the state and touches nothing else', async () => {
  const folder = await temporaryFolder();
  const { cloud, demo } = layoutOf(folder);
  await mkdir(join(cloud, 'cosmos'), { recursive: true });
  await writeFile(demo, '{}');
  await writeFile(join(folder, 'track.gpx'), '<gpx/>');

  expect((await reset(folder)).code).toBe(0);

  expect(await readdir(folder)).toEqual(['track.gpx']);
});

test('A reset of nothing is done, and leaves nothing', async () => {
  const folder = join(await temporaryFolder(), 'never-started');
  expect((await reset(folder)).code).toBe(0);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});
