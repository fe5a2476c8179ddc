import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs `script` as a child with the given Node and ends as it ends. Signals are passed on; should this process be killed,
 * the script ends too.
 */
export const handOver = ({ root, node, script, args, env }) => {
  const watch = pathToFileURL(join(root, 'local', 'supervisor', 'end-with-parent.ts')).href;
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, ['--import', watch, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
};
