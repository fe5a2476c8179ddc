import fc from 'fast-check';
import { importRunOf } from '../../../shared/imports/run-import.ts';
import { PortionMessage } from '../../../shared/jobs/job-queue.ts';
import { performPortion } from '../../../shared/jobs/perform-portion.ts';
import type { Services } from '../../../shared/services.ts';
import { app, found } from '../company.ts';
import { Death, type Life, mortal } from './mortal.ts';
import { allOf, asked, resultOf, uploaded } from './tables.ts';

const ROWS_PER_PORTION = 5;

/** New vehicles, some that are there and differ or not, rows that are wrong, and rows that repeat a key. */
const FILE = [
  'Name,External ID,Colour,Model year',
  ...Array.from({ length: 23 }, (_, index) => {
    if (index % 7 === 3) return `Broken ${index},E-${index},red,soon`;
    if (index % 7 === 5) return `Repeated ${index},E-${index - 1},blue,2024`;
    return `Van ${index},E-${index},white,${2000 + index}`;
  }),
].join('\n');

const scene = async () => {
  let life: Life | undefined;
  const world = app((services) => {
    const mortals = mortal(services);
    life = mortals.life;
    return { ...mortals.ports, jobs: new Map([['imports-run', importRunOf(ROWS_PER_PORTION)]]) } as Partial<Services>;
  });
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  await owner.post('vehicles', { name: 'Old name', externalId: 'E-1' });
  await owner.post('vehicles', { name: 'Van 2', externalId: 'E-2', colour: 'white', modelYear: 2002 });
  if (!life) throw new Error('Nobody lives here.');
  return { world, acme, life };
};

/** Runs an import in a process that dies after so many calls of its ports, again and again, and gets its message once more each time. */
const run = async (deaths: readonly number[]) => {
  const { world, acme, life } = await scene();
  const { id } = await uploaded(world, acme, 'vehicles', FILE);
  const { id: jobId } = await asked(world, 'POST', `imports/${id}/run`);
  const left = [...deaths];
  let died = 0;
  for (let messages = world.bus.receive('jobs'); messages.length > 0; messages = world.bus.receive('jobs'))
    for (const { body } of messages)
      for (let isDone = false; !isDone; ) {
        life.until(left.shift() ?? Number.POSITIVE_INFINITY);
        isDone = await performPortion(world.services, PortionMessage.parse(body), async () => undefined).then(
          () => !life.isDead,
          (error: unknown) => {
            if (!(error instanceof Death)) throw error;
            return false;
          },
        );
        if (!isDone) died += 1;
        // What was under way beside it finds no living port either.
        await new Promise(setImmediate);
        life.again();
        world.advance(100);
      }
  const job = await asked(world, 'GET', `jobs/${jobId}`);
  const vehicles = (await allOf(acme, 'vehicles')).map(({ id: _, registeredAt: __, ...vehicle }) => vehicle);
  return { died, job, vehicles, errors: await resultOf(world, job) };
};

/** What must not depend on where a run was cut. What was done just before a cut is found unchanged after it. */
const outcomeOf = ({ job, vehicles, errors }: Awaited<ReturnType<typeof run>>) => {
  const { created, updated, unchanged, failed } = job.notes as Record<string, number>;
  return {
    state: job.state,
    progress: job.progress,
    failed,
    done: Number(created) + Number(updated) + Number(unchanged),
    vehicles,
    errors,
  };
};

describe('an import whose process is killed', () => {
  it('comes to what it would have come to, wherever it is cut', async () => {
    const whole = await run([]);
    expect(whole.job).toMatchObject({
      state: 'completed-with-errors',
      notes: { created: 15, updated: 1, unchanged: 1 },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 120 }), { maxLength: 8 }), async (deaths) => {
        expect(outcomeOf(await run(deaths))).toEqual(outcomeOf(whole));
      }),
      { numRuns: 20, seed: 20_260_301 },
    );
  });

  it('comes to it when it is cut at every call of its ports, one run for each', async () => {
    const whole = outcomeOf(await run([]));
    let calls = 0;
    for (let died = 1; died > 0; calls++) {
      // Each message of the run dies after so many calls, once.
      const cut = await run(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? calls : Number.POSITIVE_INFINITY)),
      );
      expect([calls, outcomeOf(cut)]).toEqual([calls, whole]);
      died = cut.died;
    }
    expect(calls).toBeGreaterThan(15);
  });
});
