import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface SpawnOptions {
  readonly appDir: string;
  /** Default: a free port. */
  readonly port?: number;
  /** App settings and `HOST_*` variables; they are added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the host's output as it comes. */
  readonly log?: (text: string) => void;
  /** Wait until HTTP answers, or (default) until every trigger listens as well. */
  readonly until?: 'http' | 'triggers';
}

export interface SpawnedHost {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Ends it in an orderly way and resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends a signal and resolves with the exit code when the process is gone (`null` = killed by the signal). */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  /** Everything it has written so far. */
  output(): string;
}

const MAIN = join(import.meta.dirname, 'main.ts');
const READY = { http: /answer on (http:\/\/127\.0\.0\.1:(\d+))/, triggers: /All triggers are listening/ };

/** A small nursery: collections are frequent but short, which keeps the slowest requests fast and the process small. */
const NODE_OPTIONS = ['--max-semi-space-size=8'];

/** Starts the host as a process of its own. Rejects, with its output, when it ends before it is ready. */
export const spawnHost = async ({
  appDir,
  port = 0,
  env = {},
  log,
  until = 'triggers',
}: SpawnOptions): Promise<SpawnedHost> => {
  const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN, '--app', appDir, '--port', String(port)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      const text = chunk.toString();
      output += text;
      log?.(text);
      if (READY[until].test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The host ended with ${code} before it was ready:\n${output}`)));
  });
  await ready;
  const [, url = '', boundPort] = READY.http.exec(output) ?? [];
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    port: Number(boundPort),
    url,
    pid: child.pid ?? 0,
    kill,
    async stop() {
      await kill('SIGTERM');
    },
    output: () => output,
  };
};
