import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildApp } from '../../../infra/tools/build.ts';
import { startCloudProcess } from '../bench/processes.ts';
import { catchUp } from '../bench-api/catch-up.ts';
import { measureFences } from './fences.ts';
import { measureParked } from './parked.ts';
import { measurePipeline } from './pipeline.ts';
import { seedFleets } from './seed.ts';
import { type OneCore, oneCoreTable, parkedTable, storeTable, wholePathTable } from './tables.ts';
import { measureWholePath, startHost, type WholePath } from './whole-path.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'a,b,c,d' },
    fences: { type: 'string', default: '100,10000,100000' },
    vehicles: { type: 'string', default: '1000,10000,100000' },
    seconds: { type: 'string', default: '90' },
    unthrottled: { type: 'string', default: '12' },
  },
});
// How much something takes is only known after the collector has been.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc') as NodeJS.GCFunction;

const parts = new Set(options.only.split(','));
const numbersOf = (text: string) => text.split(',').map(Number);

const say = (text: string) => console.log(`\n${text}`);
const progress = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

const onOneCore = async () => {
  const all: OneCore[] = [];
  for (const fences of numbersOf(options.fences)) {
    progress(`${fences} fences`);
    all.push({ pipeline: await measurePipeline(fences), fences: await measureFences(fences) });
  }
  say(oneCoreTable(all));
};

const wholePath = async () => {
  await buildApp();
  const dir = await mkdtemp(join(tmpdir(), 'wayfleet-bench-telemetry-'));
  const cloud = await startCloudProcess(join(import.meta.dirname, 'counting-cloud.ts'));
  const durations = { steady: Number(options.seconds), unthrottled: Number(options.unthrottled) };
  const all: WholePath[] = [];
  try {
    // Once for the leases: where a function follows the change feed from.
    await (await startHost(cloud, join(dir, 'host'))).stop();
    progress('seeding');
    const fleets = await seedFleets(cloud.settings, numbersOf(options.vehicles));
    await catchUp(cloud.settings);
    for (const [index, fleet] of fleets.entries()) {
      progress(`${fleet.size} vehicles`);
      const how = { stateDir: join(dir, 'host'), durations, withSingles: index === 0 };
      all.push(await measureWholePath(cloud, fleet, how));
    }
  } finally {
    await cloud.stop();
    await rm(dir, { recursive: true, force: true });
  }
  say(wholePathTable(all));
  for (const path of all) {
    say(storeTable(path, 'steady'));
    say(storeTable(path, 'unthrottled'));
  }
};

if (parts.has('a')) await onOneCore();
if (parts.has('c')) {
  progress('parked vehicles');
  say(parkedTable(await measureParked()));
}
if (parts.has('b')) await wholePath();
progress('done');
