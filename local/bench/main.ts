import { measureIngest } from './ingest.ts';
import { startSystem } from './system.ts';

const VEHICLES = 200;
const system = await startSystem(VEHICLES);
const hour = 3_600_000;
try {
  for (const [index, options] of [
    { batch: 1, seconds: 5, connections: 32 },
    { batch: 100, seconds: 5, connections: 16 },
    { batch: 1, seconds: 10, connections: 32 },
    { batch: 100, seconds: 10, connections: 16 },
  ].entries())
    console.log(await measureIngest(system, { ...options, start: Date.now() - (90 - index * 20) * hour }));
  console.log(system.host.output().split('\n').slice(-5).join('\n').slice(0,3000));
} finally {
  await system.stop();
}
