import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endAll, isAlive, run, temporaryFolder, until } from './support.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LOCK = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/mac-only': { version: '1.0.0', optional: true },
};
const INSTALLED = { 'node_modules/a': { version: '1.0.0' } };

afterEach(endAll);

/** The Node that came with the packages, on the platforms this test runs on. */
const nodeOf = (root: string) =>
  join(
    root,
    'node_modules',
    `node-${process.platform}-${process.arch}`.replace('node-darwin-arm', 'node-bin-darwin-arm'),
    'bin',
    'node',
  );

/** A clone with the real preflight, and an npm that notes what it is asked for and installs exactly that. */
const clone = async (installed?: object) => {
  const root = await temporaryFolder();
  for (const path of ['local/preflight.mjs', 'local/preflight', 'local/supervisor', 'tests/chromium.mjs'])
    await cp(join(ROOT, path), join(root, path), { recursive: true });
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCK }));
  await writeFile(join(root, 'script.mjs'), 'console.log(process.argv.slice(2).join(), process.argv0);');
  await mkdir(dirname(nodeOf(root)), { recursive: true });
  await symlink(process.execPath, nodeOf(root));
  if (installed) await install(root, installed);
  return root;
};

const install = (root: string, packages: object) =>
  writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));

const npmThat = async (root: string, source: string) => {
  const path = join(root, 'npm.js');
  await writeFile(
    path,
    `const { appendFileSync, writeFileSync } = require('node:fs');
    const command = process.argv[2];
    appendFileSync('npm.log', command + '\\n');
    const install = () => writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify({ packages: INSTALLED }))});
    ${source}`,
  );
  return { npm_execpath: path, npm_lifecycle_event: '' };
};

const preflight = (root: string, env: NodeJS.ProcessEnv, ...args: string[]) =>
  run([join(root, 'local', 'preflight.mjs'), ...args], { cwd: root, env });

const asked = (root: string) => readFile(join(root, 'npm.log'), 'utf8').catch(() => '');

test('With everything there it hands over at once, to the Node of the project', async () => {
  const root = await clone(INSTALLED);
  const { ended, text } = preflight(root, await npmThat(root, 'install();'), 'script.mjs', 'one', '--two');
  expect(await ended).toBe(0);
  expect(text()).toBe(`one,--two ${nodeOf(root)}\n`);
  expect(await asked(root)).toBe('');
});

test.each([
  ['there is nothing yet', undefined, 'node_modules is missing or incomplete'],
  [
    'a package has another version',
    { 'node_modules/a': { version: '0.9.0' } },
    'a is not what package-lock.json asks for',
  ],
  ['a package is missing', {}, 'a is not what package-lock.json asks for'],
])('It installs the packages when %s, and says why', async (_, installed, reason) => {
  const root = await clone(installed);
  const { ended, text } = preflight(root, await npmThat(root, 'install();'), 'script.mjs', 'one');
  expect(await ended).toBe(0);
  expect(text()).toMatch(new RegExp(`^Installing packages: ${reason}\\.\none `));
  expect(await asked(root)).toBe('ci\n');
});

test('A lock that npm ci refuses still gets installed', async () => {
  const root = await clone();
  const npm = await npmThat(root, "if (command === 'ci') process.exit(1); install();");
  const { ended, text } = preflight(root, npm, 'script.mjs', 'one');
  expect(await ended).toBe(0);
  expect(text()).toContain('npm ci has failed; trying npm install.');
  expect(await asked(root)).toBe('ci\ninstall\n');
});

test('Packages that cannot be had end it, before the script runs', async () => {
  const root = await clone();
  const { ended, text } = preflight(root, await npmThat(root, 'process.exit(1);'), 'script.mjs', 'one');
  expect(await ended).toBe(1);
  expect(text()).toMatch(/\nThe packages cannot be installed; npm says above why\.\n\n$/);
});

test('It ends as the script ends', async () => {
  const root = await clone(INSTALLED);
  await writeFile(join(root, 'script.mjs'), 'process.exitCode = 7;');
  expect(await preflight(root, { npm_lifecycle_event: '' }, 'script.mjs').ended).toBe(7);
});

test.each(['SIGTERM', 'SIGKILL'] as const)('%s reaches the script', async (signal) => {
  const root = await clone(INSTALLED);
  await writeFile(join(root, 'script.mjs'), "console.log('pid', process.pid); setInterval(() => undefined, 1000);");
  const { child, ended, text } = preflight(root, { npm_lifecycle_event: '' }, 'script.mjs');
  await until('the script runs', () => /pid \d+/.test(text()));
  const pid = Number(/pid (\d+)/.exec(text())?.[1]);
  child.kill(signal);
  await ended;
  await until('the script has ended', () => !isAlive(pid));
});

test('The script ends when the npm that started it is killed', async () => {
  const root = await clone(INSTALLED);
  await writeFile(join(root, 'script.mjs'), "console.log('pid', process.pid); setInterval(() => undefined, 1000);");
  const shell = `const { spawn } = require('node:child_process');
    spawn('sh', ['-c', 'node local/preflight.mjs script.mjs; true'], { stdio: 'inherit' });`;
  const npm = run(['--eval', shell], { cwd: root, env: { npm_lifecycle_event: 'start' } });
  await until('the script runs', () => /pid \d+/.test(npm.text()));
  const pid = Number(/pid (\d+)/.exec(npm.text())?.[1]);
  npm.child.kill('SIGKILL');
  await until('the script has ended', () => !isAlive(pid));
});

test('Browser tests get the Chromium that was chosen, and are told when it cannot be started', async () => {
  const root = await clone(INSTALLED);
  await writeFile(join(root, 'script.mjs'), 'console.log(process.env.CHROMIUM_PATH);');
  // Any program that answers --version will do.
  const good = preflight(root, { CHROMIUM_PATH: process.execPath }, '--browser', 'script.mjs');
  expect(await good.ended).toBe(0);
  expect(good.text()).toBe(`${process.execPath}\n`);

  const bad = preflight(root, { CHROMIUM_PATH: '/nowhere/chromium' }, '--browser', 'script.mjs');
  expect(await bad.ended).toBe(1);
  expect(bad.text()).toContain('CHROMIUM_PATH is /nowhere/chromium, which cannot be started.');
});

test('Browser tests get the Chromium that is on PATH', async () => {
  const root = await clone(INSTALLED);
  await writeFile(join(root, 'script.mjs'), 'console.log(process.env.CHROMIUM_PATH);');
  await mkdir(join(root, 'bin'));
  await symlink(process.execPath, join(root, 'bin', 'chromium'));
  const { ended, text } = preflight(root, { CHROMIUM_PATH: '', PATH: join(root, 'bin') }, '--browser', 'script.mjs');
  expect(await ended).toBe(0);
  expect(text()).toBe(`${join(root, 'bin', 'chromium')}\n`);
});
