import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What can run the preflight itself and `npm ci`. */
const OLDEST = '20.0.0';
/** Runs TypeScript as it is, and has SQLite. */
const OLDEST_FOR_PROJECT = '24.0.0';

/** Throws when this Node is too old to install the packages with. */
export const requireNode = (version) => {
  if (isOlder(version, OLDEST)) throw new Error(`Wayfleet needs Node 20 or newer; this is Node ${version}.`);
};

/**
 * Path of the Node that runs the project: the one that was installed with the packages, so that everybody has the same.
 * Where npm has none for the platform, this process's own will do if it is new enough; otherwise throws.
 */
export const projectNode = (root) => {
  const installed = join(root, 'node_modules', ...installedPath());
  if (existsSync(installed)) return installed;
  if (!isOlder(process.versions.node, OLDEST_FOR_PROJECT)) return process.execPath;
  throw new Error(
    `There is no Node to install from npm for ${process.platform} ${process.arch}, and this one is ${process.versions.node}. ` +
      `Install Node ${OLDEST_FOR_PROJECT} or newer from https://nodejs.org and try again.`,
  );
};

/** In its package: `.bin` holds scripts on Windows, and npm 10 leaves the link out when packages of other platforms claim it too. */
const installedPath = () => {
  if (process.platform === 'win32') return [`node-win-${process.arch}`, 'bin', 'node.exe'];
  const name = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return [`${name}-${process.platform}-${process.arch}`, 'bin', 'node'];
};

const isOlder = (version, than) => {
  const [is, limit] = [version, than].map((text) => text.split('.').map(Number));
  const at = is.findIndex((part, index) => part !== limit[index]);
  return at >= 0 && is[at] < limit[at];
};
