import { parseArgs } from 'node:util';
import { buildApp } from '../../../infra/tools/build.ts';
import { chaos } from './chaos.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string', default: '20' } } });
const seed = values.seed ?? String(Date.now() % 100_000);
console.log(`Seed ${seed}; again with: npm run chaos -- --seed ${seed} --kills ${values.kills}`);
await buildApp();
const { problems, acknowledged } = await chaos({ seed, kills: Number(values.kills), log: console.log });
console.table(acknowledged);
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(problems.length === 0 ? 'Everything acknowledged is there, exactly once.' : `${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
