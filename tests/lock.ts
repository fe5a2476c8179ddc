import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../local/demo/layout.ts';
import { isProgram } from '../local/shared/is-program.ts';

type Entry = Readonly<{ version?: string; dev?: boolean; optionalDependencies?: Readonly<Record<string, string>> }>;

/** What this needs of `package-lock.json`, version 3. */
export type Lock = Readonly<{ packages: Readonly<Record<string, Entry>> }>;

/** The words for platforms in the names of packages. npm knows three of them by other names. */
const OS = /\b(aix|android|darwin|freebsd|linux|macos|netbsd|openbsd|openharmony|sunos|win|win32|windows)\b/;
const CPU = /\b(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)\b/;
const NPM: Readonly<Record<string, string>> = { macos: 'darwin', win: 'win32', windows: 'win32' };

/** Optional packages that somebody wants by exact version and the lock does not have. */
export const missingFrom = ({ packages }: Lock) => {
  const locked = Object.entries(packages).map(
    ([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`,
  );
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev = false }) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !locked.includes(`${name}@${version}`))
      .map(([name, version]) => ({ name, version, dev })),
  );
};

/** @throws Error when the name does not say which platform the package is for. */
const entryOf = ({ name, version, dev }: ReturnType<typeof missingFrom>[number]) => {
  const words = name.toLowerCase().replaceAll('_', '-');
  const [os, cpu] = [OS.exec(words)?.[0], CPU.exec(words)?.[0]];
  if (!os || !cpu) throw new Error(`package-lock.json lacks ${name}@${version}, for no platform that is known here.`);
  const libc = /\bmusl/.test(words) ? 'musl' : /\bgnu\b/.test(words) && 'glibc';
  const forLinux = os === 'linux' && libc && { libc: [libc] };
  return { version, cpu: [cpu], ...(dev && { dev }), ...forLinux, optional: true, os: [NPM[os] ?? os] };
};

/** Adds the platform packages that npm left out, because its registry is a mirror for one platform; `npm ci` refuses such a lock. */
export const completed = (lock: Lock): Lock => {
  const added = missingFrom(lock).map((missing) => [`node_modules/${missing.name}`, entryOf(missing)] as const);
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(packages) };
};

if (isProgram(import.meta.filename)) {
  const path = join(ROOT, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8')) as Lock;
  console.log(`package-lock.json: ${missingFrom(lock).length} platform packages were missing.`);
  await writeFile(path, `${JSON.stringify(completed(lock), null, 2)}\n`);
}
