import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

interface Size {
  readonly file: string;
  /** As `wc -l` counts them. */
  readonly lines: number;
}

const sizesOf = (folder: string): readonly Size[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs|js)$/.test(file))
    .map((file) => {
      const lines = readFileSync(join(root, folder, file), 'utf8')
        .split('\n')
        .slice(0, -1);
      return { file: join(folder, file), lines: lines.length };
    })
    .toSorted((a, b) => b.lines - a.lines);

describe('What stands in for Azure on a laptop stays small enough to be read', () => {
  const sizes = sizesOf('local');

  it('has fewer than 9,000 lines', () => expect(sizes.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThan(9_000));

  it('has files below 100 lines, by the median', () =>
    expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThan(100));
});

it.each(['local', 'functions', 'shared'])('No file of %s has more than 300 lines', (folder) =>
  expect(sizesOf(folder).filter(({ file, lines }) => lines > 300 && file !== 'shared/client/routes.ts')).toEqual([]),
);
