import { endAll, fixture, isAlive, type Run, run, until } from './support.ts';

afterEach(endAll);

const company = (manner = ''): Run => run([fixture('company.ts'), manner]);

const pidsOf = async ({ text }: Run): Promise<number[]> => {
  await until('both processes run', () => /pids \d+ \d+/.test(text()));
  return (/pids (\d+) (\d+)/.exec(text()) ?? []).slice(1).map(Number);
};

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends the processes, the last one first', async (signal) => {
  const supervisor = company();
  const pids = await pidsOf(supervisor);

  supervisor.child.kill(signal);

  expect(await supervisor.ended).toBe(0);
  expect(pids.some(isAlive)).toBe(false);
  const farewells = supervisor.text().match(/\w+ is asked to end/g);
  expect(farewells).toEqual(['second is asked to end', 'first is asked to end']);
});

test('A process that hangs does not keep the others from ending', async () => {
  const supervisor = company('stubborn');
  const pids = await pidsOf(supervisor);
  supervisor.child.kill('SIGTERM');
  expect(await supervisor.ended).toBe(0);
  expect(pids.some(isAlive)).toBe(false);
});

test('A second thought ends everything at once', async () => {
  const supervisor = run([fixture('company.ts'), 'stubborn'], { env: { PATIENCE: '60000' } });
  const pids = await pidsOf(supervisor);
  supervisor.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  supervisor.child.kill('SIGINT');
  expect(await supervisor.ended).toBe(130);
  await until('the processes are gone', () => !pids.some(isAlive));
});

test('When the supervisor is killed, its processes end', async () => {
  const supervisor = company();
  const pids = await pidsOf(supervisor);
  supervisor.child.kill('SIGKILL');
  expect(await supervisor.ended).toBeNull();
  await until('the processes are gone', () => !pids.some(isAlive));
});

test('What cannot be brought up says why, stops what had started, and ends with 1', async () => {
  const supervisor = company('failing');
  expect(await supervisor.ended).toBe(1);
  expect(supervisor.text()).toContain('\nIt cannot go on like this.\n');
  expect(supervisor.text()).not.toContain('at perform');
  expect(supervisor.text()).toContain('first is asked to end');
});
