import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Without NODE_ENV=production or an own npm configuration leaving out half of it. */
const OPTIONS = ['--include=dev', '--include=optional', '--loglevel=error'];

/** Installs what `package-lock.json` asks for when that is not what is there. Throws when it cannot be had. */
export const installPackages = (root) => {
  const reason = whyInstall(root);
  if (reason === undefined) return;
  console.log(`Installing packages: ${reason}.`);
  if (npm(root, 'ci')) return;
  // npm ci also refuses a lock that lacks packages of other platforms, because the registry it was written with did.
  console.log('npm ci has failed; trying npm install.');
  if (!npm(root, 'install', '--no-save')) throw new Error('The packages cannot be installed; npm says above why.');
};

/** A sentence's end, or undefined when everything is there. npm writes the second file as the last step of an installation. */
const whyInstall = (root) => {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing, so nobody knows what to install. Is the clone complete?');
  if (!installed) return 'node_modules is missing or incomplete';
  const other = Object.keys(wanted).find((path) => path !== '' && differs(wanted[path], installed[path]));
  return other && `${other.replace(/^.*node_modules\//, '')} is not what package-lock.json asks for`;
};

/** Optional packages of other platforms are rightly absent. */
const differs = (wanted, installed) =>
  installed ? installed.version !== wanted.version || installed.integrity !== wanted.integrity : !wanted.optional;

const packagesIn = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read: ${error.message}`);
  }
};

/** Under `npm start` the very npm that was called; by itself whatever PATH says. Answers whether it succeeded. */
const npm = (root, ...command) => {
  const script = process.env.npm_execpath;
  const [file, ...args] = script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
  const shell = process.platform === 'win32' && file === 'npm';
  return spawnSync(file, [...args, ...command, ...OPTIONS], { cwd: root, stdio: 'inherit', shell }).status === 0;
};
