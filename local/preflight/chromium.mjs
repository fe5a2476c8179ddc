import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/**
 * Path of a Chromium that starts: one that is there already, else Playwright's download, else the package manager's.
 * Throws with the remedy when none can be had.
 */
export const provideChromium = (root) => {
  const { CHROMIUM_PATH: chosen } = process.env;
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which cannot be started. Correct it, or unset it to have one found.`);
  }
  const playwright = join(root, 'node_modules', 'playwright-core');
  for (const obtain of [() => undefined, () => download(playwright), installWithApt]) {
    obtain();
    const found = wellKnown().find(starts) ?? [downloaded(playwright)].find(starts);
    if (found) return found;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found or could be installed. ' +
      'Install one, or set CHROMIUM_PATH to its executable, and try again.',
  );
};

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Where Playwright keeps the Chromium of its version, whether or not it is there. */
const downloaded = (playwright) => createRequire(import.meta.url)(playwright).chromium.executablePath();

const wellKnown = () => {
  const { env, platform } = process;
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    return WINDOWS_APPS.flatMap((app) => folders.map((folder) => join(folder, app)));
  }
  const onPath = NAMES.flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
  return platform === 'darwin'
    ? [...onPath, ...MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)]
    : onPath;
};

/** Being there is not enough: Ubuntu's `chromium-browser` may only advertise a snap, and libraries may be missing. */
const starts = (path) => {
  if (!path || !existsSync(path)) return false;
  // There `--version` would open a window.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
};

const download = (playwright) => {
  console.log("No Chromium for the browser tests was found; trying Playwright's.");
  const cli = join(playwright, 'cli.js');
  const { status } = spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  if (status !== 0) console.log('It cannot be downloaded here.');
};

const installWithApt = () => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log('Installing Chromium with apt-get.');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update'], options);
  spawnSync('apt-get', ['install', '-y', 'chromium'], options);
};
