import { actionWords, auditSearch, changesOf } from '../../staticwebapp/src/lib/audit/audit.ts';

it('takes of an address what makes sense', () => {
  const asked = { actor: ' ada@rhine.example ', outcome: 'refused', from: '2026-03-31', to: 'soon', page: 2 };
  expect(auditSearch(asked)).toEqual({ actor: 'ada@rhine.example', outcome: 'refused', from: '2026-03-31' });
});

it.each([
  ['vehicles.VehicleRenamed', 'Vehicle renamed'],
  ['documents.download', 'Download'],
  ['retire-vehicle', 'Retire vehicle'],
])('says %s in words', (action, words) => {
  expect(actionWords(action)).toBe(words);
});

it('puts before and after side by side, whatever is in only one of them', () => {
  const before = { name: 'Blue', version: 1, tags: ['city'] };
  const after = { name: 'Red', version: 2, tags: [], colour: 'red' };
  expect(changesOf({ before, after })).toEqual([
    { member: 'name', before: 'Blue', after: 'Red' },
    { member: 'tags', before: '["city"]', after: '[]' },
    { member: 'colour', before: '', after: 'red' },
  ]);
});
