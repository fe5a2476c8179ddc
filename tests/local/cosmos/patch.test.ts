import type { Container, PatchOperation, PatchRequestBody } from '@azure/cosmos';
import { covered, refused } from '../conformance.ts';
import { openAccount, own, refusal, refusalText, type TestAccount } from './account.ts';

let account: TestAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({ id: 'patched', partitionKey: '/pk' });
});
afterAll(() => account.close());

let next = 0;
const item = async (properties: Record<string, unknown>) => {
  const id = `item-${++next}`;
  await container.items.create({ id, pk: 'P', ...properties });
  const patch = async (operations: PatchRequestBody) => {
    const { resource } = await container.item(id, 'P').patch(operations);
    const { id: _, pk, ...rest } = own(resource) ?? {};
    return rest;
  };
  return { id, patch };
};

describe(covered('Patch: add, set, replace, remove, incr; conditions, ten operations at most'), () => {
  test('set, add, incr, remove and replace apply together, in their order', async () => {
    const { patch } = await item({ n: 1, o: { a: 1 }, list: [1, 2], gone: 1, old: 1 });
    const patched = await patch([
      { op: 'set', path: '/o/b', value: 2 },
      { op: 'add', path: '/list/-', value: 3 },
      { op: 'add', path: '/list/0', value: 0 },
      { op: 'incr', path: '/n', value: 5 },
      { op: 'incr', path: '/fresh', value: 2 },
      { op: 'remove', path: '/gone' },
      { op: 'replace', path: '/old', value: { z: 1 } },
    ]);
    expect(patched).toEqual({ n: 6, o: { a: 1, b: 2 }, list: [0, 1, 2, 3], old: { z: 1 }, fresh: 2 });
  });

  test('set overwrites an array element, remove takes one out, and ~1 stands for a slash', async () => {
    const { patch } = await item({ list: [1, 2, 3], 'a/b': 1 });
    const patched = await patch([
      { op: 'set', path: '/list/0', value: 9 },
      { op: 'remove', path: '/list/1' },
      { op: 'set', path: '/a~1b', value: 2 },
    ]);
    expect(patched).toEqual({ list: [9, 3], 'a/b': 2 });
  });

  test('a condition decides whether the patch applies', async () => {
    const { id, patch } = await item({ n: 6 });
    const operations: PatchRequestBody = {
      condition: 'from c where c.n = 6',
      operations: [{ op: 'set', path: '/n', value: 7 }],
    };
    expect(await patch(operations)).toEqual({ n: 7 });
    expect(await refusal(patch(operations))).toBe(412);
    expect((await container.item(id, 'P').read()).resource?.n).toBe(7);
  });

  test('a patch honours the etag and needs an item', async () => {
    const { id } = await item({ n: 1 });
    const operations: PatchRequestBody = [{ op: 'set', path: '/n', value: 8 }];
    const stale = { accessCondition: { type: 'IfMatch', condition: '"stale"' } };
    expect(await refusal(container.item(id, 'P').patch(operations, stale))).toBe(412);
    expect(await refusal(container.item('missing', 'P').patch(operations))).toBe(404);
  });

  test.each<[string, PatchRequestBody]>([
    ['removing what is not there', [{ op: 'remove', path: '/nothing' }]],
    ['replacing what is not there', [{ op: 'replace', path: '/nothing', value: 1 }]],
    ['a parent that is not there', [{ op: 'set', path: '/nothing/deep', value: 1 }]],
    ['incrementing text', [{ op: 'incr', path: '/text', value: 1 }]],
    ['incrementing null', [{ op: 'incr', path: '/empty', value: 1 }]],
    ['an index behind the end', [{ op: 'add', path: '/list/7', value: 1 }]],
    ['an operation without a value', [{ op: 'set', path: '/n' } as PatchOperation]],
    ['an unknown operation', [{ op: 'swap', path: '/n', value: 1 } as object as PatchOperation]],
    ['changing the id', [{ op: 'set', path: '/id', value: 'other' }]],
    ['changing the partition key', [{ op: 'set', path: '/pk', value: 'other' }]],
    ['changing a system property', [{ op: 'set', path: '/_ts', value: 1 }]],
    ['no operation', []],
    ['eleven operations', Array.from({ length: 11 }, () => ({ op: 'incr' as const, path: '/n', value: 1 }))],
  ])('%s is refused with 400 and changes nothing', async (_, operations) => {
    const { id, patch } = await item({ text: 'a', list: [1], n: 0, empty: null });
    const withFirst =
      Array.isArray(operations) && operations.length === 1
        ? [{ op: 'incr' as const, path: '/n', value: 1 }, ...operations]
        : operations;
    expect(await refusal(patch(withFirst))).toBe(400);
    expect((await container.item(id, 'P').read()).resource).toMatchObject({ text: 'a', list: [1], n: 0, empty: null });
  });

  test('the refusal names the path', async () => {
    const { patch } = await item({});
    expect(await refusalText(patch([{ op: 'remove', path: '/speed/limit' }]))).toMatch('/speed/limit');
  });
});

test(refused('The patch operation move'), async () => {
  const { patch } = await item({ a: 1 });
  // The service knows it, the types of the SDK do not.
  expect(await refusal(patch([{ op: 'move', from: '/a', path: '/b' } as object as PatchOperation]))).toBe(501);
});
