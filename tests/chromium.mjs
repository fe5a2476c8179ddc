import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/** Path of a Chromium that starts: one that is there already, else the package manager's. Throws with the remedy when none can be had. */
export const provideChromium = () => {
  const { CHROMIUM_PATH: chosen, PATH = '' } = process.env;
  if (chosen && starts(chosen)) return chosen;
  if (chosen)
    throw new Error(`CHROMIUM_PATH is ${chosen}, which cannot be started. Correct it, or unset it to have one found.`);
  const onPath = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  const paths = [...onPath, ...MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)];
  const found = paths.find(starts) ?? (installWithApt() ? paths.find(starts) : undefined);
  if (found) return found;
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found or could be installed. ' +
      'Install one, or set CHROMIUM_PATH to its executable, and try again.',
  );
};

/** Being there is not enough: Ubuntu's `chromium-browser` may only advertise a snap, and libraries may be missing. */
const starts = (path) =>
  // On Windows `--version` would open a window.
  existsSync(path) &&
  (process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0);

const installWithApt = () => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log('No Chromium for the browser tests was found; installing it with apt-get.');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update'], options);
  return spawnSync('apt-get', ['install', '-y', 'chromium'], options).status === 0;
};
