import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Holder {
  readonly pid: number;
  /** The command line, without the folder of the program and without a long tail. */
  readonly command: string;
}

const LONGEST_COMMAND = 120;
const LISTENING = '0A';

/** Which process listens on a TCP port of this machine; nothing when that cannot be found out. */
export const holderOf = async (port: number): Promise<Holder | undefined> => {
  const pid = process.platform === 'linux' ? await fromProc(port) : await fromLsof(port);
  return pid === undefined ? undefined : { pid, command: await commandOf(pid) };
};

const fromProc = async (port: number): Promise<number | undefined> => {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(nothing)),
  );
  const inodes = tables.flatMap((table) =>
    table
      .split('\n')
      .slice(1)
      .flatMap((line) => listenerAt(port, line)),
  );
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(nothing)));
    if (links.some((link) => sockets.has(link))) return Number(pid);
  }
  return undefined;
};

/** The inode of a listening socket, from a line of `/proc/net/tcp` (`sl local remote state ... inode`). */
const listenerAt = (port: number, line: string): string[] => {
  const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
  const matches = state === LISTENING && Number.parseInt(local.slice(local.indexOf(':') + 1), 16) === port;
  return matches && inode ? [inode] : [];
};

const fromLsof = async (port: number): Promise<number | undefined> => {
  const [pid] = (await output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'])).split('\n');
  return pid ? Number(pid) : undefined;
};

const commandOf = async (pid: number): Promise<string> => {
  const command =
    process.platform === 'linux'
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(nothing)).replaceAll('\0', ' ').trim()
      : (await output('ps', ['-o', 'command=', '-p', String(pid)])).trim();
  const short = command.replace(/^\S*\//, '');
  return short.length > LONGEST_COMMAND ? `${short.slice(0, LONGEST_COMMAND)}…` : short;
};

/** What a command prints, or nothing where there is no such command or it found nothing. */
const output = (file: string, args: string[]): Promise<string> =>
  promisify(execFile)(file, args).then(({ stdout }) => stdout, nothing);

/** Other people's processes come, go and forbid looking; who cannot be seen is not the one to name. */
const nothing = () => '';
