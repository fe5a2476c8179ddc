import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sample from '../../../local.settings.sample.json' with { type: 'json' };
import { readConfig } from '../../../shared/config.ts';

test('The sample has a value for every setting the app reads, and none that breaks it', async () => {
  expect(() => readConfig(sample.Values)).not.toThrow();
  const source = await readFile(join(import.meta.dirname, '../../../shared/config.ts'), 'utf8');
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm), ...source.matchAll(/connection\('([A-Z_]+)'/g)];
  // Azure itself sets those that begin with WEBSITE_.
  const ours = read.map(([, name = '']) => name).filter((name) => !name.startsWith('WEBSITE_'));
  expect(ours.length).toBeGreaterThan(5);
  expect(Object.keys(sample.Values)).toEqual(expect.arrayContaining(ours));
});
