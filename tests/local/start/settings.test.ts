import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appSettings } from '../../../local/demo/settings.ts';
import { readConfig } from '../../../shared/config.ts';
import { temporaryFolder } from './support.ts';

const rootWith = async (sample: object, local?: string): Promise<string> => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'local.settings.sample.json'), JSON.stringify({ IsEncrypted: false, Values: sample }));
  if (local !== undefined) await writeFile(join(root, 'local.settings.json'), local);
  return root;
};

test('The environment wins over what the start knows, that over the own settings, and those over the sample', async () => {
  const sample = { A: 'sample', B: 'sample', C: 'sample', D: 'sample' };
  const root = await rootWith(sample, JSON.stringify({ Values: { B: 'own', C: 'own', D: 'own', E: 5 } }));
  const settings = await appSettings(root, { C: 'known', D: 'known' }, { D: 'environment', HOME: '/home' });
  expect(settings).toEqual({ A: 'sample', B: 'own', C: 'known', D: 'environment', E: '5' });
});

test('Without own settings the sample is enough', async () => {
  expect(await appSettings(await rootWith({ A: 'sample' }), {}, {})).toEqual({ A: 'sample' });
});

test.each([
  ['{ "Values": ', /local\.settings\.json cannot be used; correct it or delete it:\nSyntaxError/],
  ['{ "Values": { "A": [] } }', /local\.settings\.json cannot be used; correct it or delete it:\n.*\n.*Values\.A/],
  ['{ "IsEncrypted": true }', /encrypted settings cannot be read here/],
])('Own settings that read %s are refused by name', async (text, message) => {
  await expect(appSettings(await rootWith({}, text), {}, {})).rejects.toThrow(message);
});

test('The sample of the repository has a value for everything the app needs, and none that breaks it', async () => {
  const root = join(import.meta.dirname, '../../..');
  const settings = await appSettings(root, {}, {});
  expect(() => readConfig(settings)).not.toThrow();
  const source = await readFile(join(root, 'shared/config.ts'), 'utf8');
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm), ...source.matchAll(/connection\('([A-Z_]+)'/g)];
  // Azure itself sets those that begin with WEBSITE_.
  const ours = read.map(([, name = '']) => name).filter((name) => !name.startsWith('WEBSITE_'));
  expect(ours.length).toBeGreaterThan(5);
  expect(Object.keys(settings)).toEqual(expect.arrayContaining(ours));
});
