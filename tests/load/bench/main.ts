import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from '../../../infra/tools/build.ts';
import { measureColdStart } from './cold-start.ts';
import { measureDurable } from './durable.ts';
import { measureHttp } from './http.ts';
import { measureIngest } from './ingest.ts';
import { measureLatency } from './latency.ts';
import { startSystem } from './system.ts';

const VEHICLES = 200;
const HOUR_MS = 3_600_000;

const dir = join(import.meta.dirname, '../../../dist/functions');

const chunkBytes = async () => {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.js') && file !== 'main.js');
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dir, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
const print = (title: string, rows: Record<string, string | number>) => {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(rows)) console.log(`  ${name.padEnd(44)} ${value}`);
};

await buildApp();
print('Bundle', {
  'main.js, read at every cold start': kib((await stat(join(dir, 'main.js'))).size),
  'chunks, loaded on first use': kib(await chunkBytes()),
});

print('Durable Functions', { 'orchestrations of four activities per second': await measureDurable(1_000) });

const system = await startSystem(VEHICLES);
try {
  const cold = await measureColdStart(system.settings);
  print('Cold start: process start to first answered request, ms', {
    'first ever': cold.firstEver,
    'with code cache': cold.later,
  });

  const http = await measureHttp(system.host.url);
  print('HTTP requests per second', { host: http.host, 'bare node:http': http.bare, 'host / bare': http.share });

  const latency = await measureLatency(system, 300);
  print('POST of a fix to the message on a WebSocket, ms', { ...latency });

  const rounds = [
    { batch: 1, seconds: 3, connections: 32 }, // warms up, and is printed all the same
    { batch: 1, seconds: 10, connections: 32 },
    { batch: 100, seconds: 10, connections: 16 },
  ];
  for (const [index, options] of rounds.entries()) {
    const start = Date.now() - (80 - index * 20) * HOUR_MS;
    const { batch, cosmos, kept, fixes, ...rest } = await measureIngest(system, { ...options, start });
    print(`Ingest, ${options.connections} connections, ${batch} ${batch === 1 ? 'fix' : 'fixes'} a request`, {
      'fixes accepted': fixes,
      'found in history (with requests cut off at the end)': kept,
      'fixes per second': rest.fixesPerSecond,
      'host CPU, microseconds per fix': rest.cpuMicrosPerFix,
      'Cosmos requests per 1,000 fixes': rest.requestsPerThousand,
      'request units per 1,000 fixes (stand-in model)': rest.unitsPerThousand,
      'Cosmos requests': JSON.stringify(cosmos.byKind),
    });
    if (kept < fixes || kept > fixes + options.connections * batch) throw new Error('Fixes were lost or doubled.');
  }
} finally {
  await system.stop();
}
