import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildApp } from '../../../infra/tools/build.ts';
import { type CloudProcess, startCloudProcess } from '../bench/processes.ts';
import { catchUp } from '../bench-api/catch-up.ts';
import { costTables, meteredTable } from './cost-tables.ts';
import { measureFences } from './fences.ts';
import { withSection } from './markdown.ts';
import { measureMetered } from './metered.ts';
import { measureParked } from './parked.ts';
import { measurePipeline } from './pipeline.ts';
import { type Fleet, seedFleets } from './seed.ts';
import { type OneCore, oneCoreTable, parkedTable, storeTable, wholePathTable } from './tables.ts';
import { measureWholePath, startHost, type WholePath } from './whole-path.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'a,b,c,d' },
    fences: { type: 'string', default: '100,10000,100000' },
    vehicles: { type: 'string', default: '1000,10000,100000' },
    seconds: { type: 'string', default: '90' },
    unthrottled: { type: 'string', default: '12' },
    metered: { type: 'string', default: '1000' },
    into: { type: 'string' },
  },
});
// How much something takes is only known after the collector has been.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc') as NodeJS.GCFunction;

const parts = new Set(options.only.split(','));
/** The sizes of fleet that docs/scale.md computes the costs of. */
const FLEETS = [1_000, 10_000, 100_000];
const numbersOf = (text: string) => text.split(',').map(Number);

/** Prints a section, and puts it into the page that was named. */
const say = async (section: string, ...tables: readonly string[]) => {
  const text = tables.join('\n\n');
  console.log(`\n${text}`);
  if (options.into === undefined) return;
  const page = await readFile(options.into, 'utf8');
  await writeFile(options.into, withSection(page, section, text));
};
const progress = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

const onOneCore = async () => {
  const all: OneCore[] = [];
  for (const fences of numbersOf(options.fences)) {
    progress(`${fences} fences`);
    all.push({ pipeline: await measurePipeline(fences), fences: await measureFences(fences) });
  }
  await say('one-core', oneCoreTable(all));
};

const wholePath = async (cloud: CloudProcess, stateDir: string, fleets: readonly Fleet[]) => {
  const durations = { steady: Number(options.seconds), unthrottled: Number(options.unthrottled) };
  const all: WholePath[] = [];
  for (const [index, fleet] of fleets.entries()) {
    progress(`${fleet.size} vehicles`);
    all.push(await measureWholePath(cloud, fleet, { stateDir, durations, withSingles: index === 0 }));
  }
  await say('whole-path', wholePathTable(all));
  for (const path of all) console.log(`\n${storeTable(path, 'steady')}\n\n${storeTable(path, 'unthrottled')}`);
};

const metered = async (cloud: CloudProcess, fleet: Fleet) => {
  progress(`an hour of ${fleet.size} vehicles, as fast as it goes`);
  const counted = await measureMetered(cloud, fleet);
  await say('metered', meteredTable(counted));
  await say('costs', costTables(counted, FLEETS));
};

/** What needs a cloud, and who needs a host as well. */
const inCloud = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'wayfleet-bench-telemetry-'));
  const stateDir = join(dir, 'host');
  const cloud = await startCloudProcess(join(import.meta.dirname, 'counting-cloud.ts'));
  try {
    if (parts.has('d')) {
      // In a company of its own: what is counted is of a fleet that has just begun to report.
      const [fleet] = await seedFleets(cloud.settings, [Number(options.metered)], 'metered');
      if (fleet) await metered(cloud, fleet);
    }
    if (!parts.has('b')) return;
    await buildApp();
    // Once for the leases: where a function follows the change feed from.
    await (await startHost(cloud, stateDir)).stop();
    progress('seeding');
    const fleets = await seedFleets(cloud.settings, numbersOf(options.vehicles));
    await catchUp(cloud.settings);
    await wholePath(cloud, stateDir, fleets);
  } finally {
    await cloud.stop();
    await rm(dir, { recursive: true, force: true });
  }
};

const command = ['npm run bench:telemetry', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(
  ' ',
);
const load = loadavg().map((value) => value.toFixed(1));
await say(
  'run',
  `${new Date().toISOString().slice(0, 10)}, \`${command}\`, ${cpus().length} shared cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, load of the machine before: ${load.join(', ')}.`,
);
if (parts.has('a')) await onOneCore();
if (parts.has('c')) {
  progress('parked vehicles');
  await say('parked', parkedTable(await measureParked()));
}
if (parts.has('b') || parts.has('d')) await inCloud();
progress('done');
