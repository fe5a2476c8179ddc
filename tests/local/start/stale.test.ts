import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Build, ensure } from '../../../infra/tools/build.ts';
import { temporaryFolder } from './support.ts';

const PAST = new Date('2026-01-01');
const LATER = new Date('2026-03-01');

/** A repository whose only build copies nothing and notes that it ran. */
const repository = async () => {
  const root = await temporaryFolder();
  const nested = join(root, 'source', 'nested');
  const file = join(nested, 'file.ts');
  await mkdir(nested, { recursive: true });
  for (const path of [file, join(nested, 'other.ts')]) await writeFile(path, '');
  for (const path of [file, join(nested, 'other.ts'), nested, join(root, 'source')]) await utimes(path, PAST, PAST);
  let runs = 0;
  const build: Build = {
    name: 'two words',
    from: ['source'],
    result: 'result.js',
    async run() {
      runs += 1;
      await writeFile(join(root, 'result.js'), '');
    },
  };
  const said: string[] = [];
  const bringUpToDate = (overrides: Partial<Build> = {}) =>
    ensure({ ...build, ...overrides }, (line) => said.push(line), root);
  return { root, nested, file, said, runs: () => runs, bringUpToDate };
};

test('What is newer than its source is not built again', async () => {
  const { said, runs, bringUpToDate } = await repository();
  await bringUpToDate();
  await bringUpToDate();
  expect(runs()).toBe(1);
  expect(said).toEqual(['building the two words', expect.stringMatching(/^built the two words in \d+\.\d s$/)]);
});

type Repository = Awaited<ReturnType<typeof repository>>;

/** Files are stamped by a clock that may lag a few milliseconds. */
const touch = (path: string) => utimes(path, LATER, new Date(Date.now() + 60_000));

test.each([
  ['a changed file', ({ file }: Repository) => touch(file)],
  ['a file that came or went', ({ nested }: Repository) => touch(nested)],
  ['a result that is gone', ({ root }: Repository) => rm(join(root, 'result.js'))],
])('It is built again because of %s', async (_, change) => {
  const all = await repository();
  await all.bringUpToDate();
  await change(all);
  await all.bringUpToDate();
  expect(all.runs()).toBe(2);
});

test('What is saved while it builds is built next time', async () => {
  const { file, runs, bringUpToDate } = await repository();
  await bringUpToDate({ run: () => touch(file) });
  await bringUpToDate();
  expect(runs()).toBe(1);
});

test('A build that fails is tried again', async () => {
  const { runs, bringUpToDate } = await repository();
  await expect(bringUpToDate({ run: () => Promise.reject(new Error('No.')) })).rejects.toThrow('No.');
  await bringUpToDate();
  expect(runs()).toBe(1);
});
