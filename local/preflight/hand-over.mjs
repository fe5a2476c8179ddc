import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const LOOK_EVERY_MS = 200;

/** Runs `script` with the given Node and ends as it ends. It gets the signals, and ends too should this process be killed. */
export const handOver = ({ root, node, script, args, env }) => {
  const endWithParent = pathToFileURL(join(root, 'local', 'supervisor', 'end-with-parent.ts')).href;
  const PATH = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, ['--import', endWithParent, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH, ...env, WAYFLEET_PARENT: String(process.pid) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) whenNpmIsGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
};

/** npm runs us in a shell, and a signal to npm ends npm, perhaps the shell too, without reaching us. */
const whenNpmIsGone = (react) => {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(process.ppid)], { encoding: 'utf8' });
  const [, above, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  // Some shells make way for what they run.
  const npm = command?.includes('preflight.mjs') ? Number(above) : process.ppid;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    react();
  }, LOOK_EVERY_MS);
  timer.unref();
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    // Ended, but nobody has asked how: a pid like any other.
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch (error) {
    return error.code === 'EPERM';
  }
};
