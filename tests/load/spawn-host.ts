import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** `env` is added to this process's environment, `port` is any free one unless given; `until`: HTTP answers, or every trigger listens as well. */
export interface SpawnOptions {
  readonly appDir: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly until?: 'http' | 'triggers';
}

export type SpawnedHost = Awaited<ReturnType<typeof spawnHost>>;

// As `npm start` does: with a smaller nursery, what lives no longer than a batch is moved to the old generation.
const COMMAND = ['--max-semi-space-size=32', join(import.meta.dirname, '../../local/host/main.ts'), '--app'];
const READY = { http: /answer on (http:\/\/127\.0\.0\.1:(\d+))/, triggers: /All triggers are listening/ };

/** Starts the host as a process of its own. Rejects, with its output, when it ends before it is ready. */
export const spawnHost = async ({ appDir, port = 0, env = {}, until = 'triggers' }: SpawnOptions) => {
  const command = [...COMMAND, appDir, '--port', String(port)];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close');
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        if (READY[until].test(output)) resolve();
      });
    exited.then(([code]) => reject(new Error(`The host ended with ${code} before it was ready:\n${output}`)), reject);
  });
  const [, url = '', boundPort] = READY.http.exec(output) ?? [];
  /** Sends a signal and resolves with the exit code when the process is gone (`null` = killed by the signal). */
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await exited)[0];
  };
  /** `stop` ends it in an orderly way; `output` is everything it has written so far. */
  return { port: Number(boundPort), url, pid: child.pid ?? 0, kill, stop: () => kill('SIGTERM'), output: () => output };
};
