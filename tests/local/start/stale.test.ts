import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStale } from '../../../local/stale.ts';
import { temporaryFolder } from './support.ts';

const PAST = new Date('2026-01-01');
const BUILT = new Date('2026-02-01');

const built = async () => {
  const folder = await temporaryFolder();
  const source = join(folder, 'source');
  const nested = join(source, 'nested');
  await mkdir(nested, { recursive: true });
  const made = { from: [source], result: join(folder, 'result.js'), stamp: join(folder, 'stamp') };
  const file = join(nested, 'file.ts');
  for (const path of [file, join(nested, 'other.ts'), made.result, made.stamp]) await writeFile(path, '');
  for (const path of [file, join(nested, 'other.ts'), nested, source]) await utimes(path, PAST, PAST);
  await utimes(made.stamp, BUILT, BUILT);
  return { made, file };
};

test('What is newer than its source is not built again', async () => {
  const { made } = await built();
  expect(await isStale(made)).toBe(false);
});

test.each([
  ['a changed file', ({ file }: { file: string }) => writeFile(file, 'changed')],
  ['a deleted file', ({ file }: { file: string }) => rm(file)],
  ['a new file', ({ file }: { file: string }) => writeFile(`${file}x`, '')],
])('It is built again because of %s', async (_, change) => {
  const { made, file } = await built();
  await change({ file });
  expect(await isStale(made)).toBe(true);
});

test('It is built when the result is missing, or the build was never finished', async () => {
  const { made } = await built();
  await rm(made.result);
  expect(await isStale(made)).toBe(true);
  await writeFile(made.result, '');
  await rm(made.stamp);
  expect(await isStale(made)).toBe(true);
});
