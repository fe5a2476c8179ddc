import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/**
 * Path of a Chromium that starts: one that is there already, else Playwright's download, else the package manager's.
 * Throws with the remedy when none can be had.
 */
export const provideChromium = (root) => {
  const { CHROMIUM_PATH: chosen, PATH = '' } = process.env;
  if (chosen && starts(chosen)) return chosen;
  if (chosen)
    throw new Error(`CHROMIUM_PATH is ${chosen}, which cannot be started. Correct it, or unset it to have one found.`);
  const playwright = join(root, 'node_modules', 'playwright-core');
  const onPath = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  const installed = [...onPath, ...MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)];
  for (const obtain of [() => undefined, download, installWithApt]) {
    obtain(playwright);
    const found = installed.find(starts) ?? [downloaded(playwright)].find(starts);
    if (found) return found;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found or could be installed. ' +
      'Install one, or set CHROMIUM_PATH to its executable, and try again.',
  );
};

/** Where Playwright keeps the Chromium of its version, whether or not it is there. */
const downloaded = (playwright) => createRequire(import.meta.url)(playwright).chromium.executablePath();

/** Being there is not enough: Ubuntu's `chromium-browser` may only advertise a snap, and libraries may be missing. */
const starts = (path) =>
  // On Windows `--version` would open a window.
  existsSync(path) &&
  (process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0);

const download = (playwright) => {
  console.log("No Chromium for the browser tests was found; trying Playwright's.");
  const args = [join(playwright, 'cli.js'), 'install', '--no-shell', 'chromium'];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'ignore'] });
  if (status !== 0) console.log('It cannot be downloaded here.');
};

const installWithApt = () => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log('Installing Chromium with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', 'chromium']])
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
};
