import { chaos } from '../load/chaos/chaos.ts';

const SEED = process.env.CHAOS_SEED ?? String(Date.now() % 100_000);

it(`loses and doubles nothing that was acknowledged when processes are killed (CHAOS_SEED=${SEED})`, async () => {
  const { problems, acknowledged } = await chaos({ seed: SEED, kills: 3 });
  expect(problems).toEqual([]);
  for (const count of Object.values(acknowledged)) expect(count).toBeGreaterThan(0);
}, 360_000);
