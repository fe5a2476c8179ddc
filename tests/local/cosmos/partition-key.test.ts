import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { murmur3 } from '../../../local/cosmos/murmur3.ts';
import {
  intersection,
  parsePartitionKey,
  partitionKeyTextOf,
  physicalPartitions,
  rangeOf,
} from '../../../local/cosmos/partition-key.ts';
import { covered } from '../conformance.ts';
import { numbers } from './account.ts';

const sdkFile = (path: string) => {
  const require = createRequire(join(process.cwd(), 'package.json'));
  return require(join(dirname(require.resolve('@azure/cosmos')), path));
};

describe(covered('Effective partition keys hash as in the SDK, up to 64 physical partitions'), () => {
  test('the hash is MurmurHash3 x64 128, whatever the length', () => {
    expect(murmur3(Buffer.from('')).toString('hex')).toBe('0'.repeat(32));
    const reference = sdkFile('utils/hashing/murmurHash.js').default.x64.hash128;
    for (const length of numbers(70)) {
      const bytes = Buffer.from(numbers(length).map((n) => (n * 89 + length * 31) % 256));
      expect(murmur3(bytes).toString('hex')).toBe(reference(bytes));
    }
  });

  test.each([
    ['["redmond"]', '22E342F38A486A088463DFF7838A5963'],
    ['["partitionKey"]', '013AEFCF77FA271571CF665A58C933F1'],
    ['[null]', '378867E4430E67857ACE5C908374FE16'],
    ['[true]', '0E711127C5B5A8E4726AC6DD306A3E59'],
    ['[false]', '2FE1BE91E90A3439635E0E9E37361EF2'],
    ['[{}]', '11622DAA78F835834610ABE56EFF5CB5'],
    ['[5.0]', '19C08621B135968252FB34B4CF66F811'],
  ])('the effective key of %s is the one the SDK tests against', (header, epk) => {
    expect(parsePartitionKey(header).epk).toBe(epk);
  });

  test('a hierarchical key is one hash per level, as the SDK computes them', () => {
    const values = ['acme', 7, true, null, undefined];
    const { hashV2PartitionKey } = sdkFile('utils/hashing/v2.js');
    const header = JSON.stringify(values.map((value) => value ?? (value === null ? null : {})));
    expect(parsePartitionKey(header).epk).toBe(values.map((value) => hashV2PartitionKey([value])).join(''));
  });

  test('a prefix covers every key below it and no other', () => {
    const { min, max } = rangeOf(parsePartitionKey('["t1"]'));
    const within = (header: string) => {
      const { epk } = parsePartitionKey(header);
      return epk >= min && epk < max;
    };
    expect(within('["t1","v1"]')).toBe(true);
    expect(within('["t1",{}]')).toBe(true);
    expect(within('["t2","v1"]')).toBe(false);
  });

  test('the key of an item keeps types apart', () => {
    const paths = [['a'], ['b', 'c']];
    expect(partitionKeyTextOf({ a: 1, b: { c: '1' } }, paths)).toBe('[1,"1"]');
    expect(partitionKeyTextOf({ a: null }, paths)).toBe('[null,{}]');
    expect(partitionKeyTextOf({ a: { x: 1 }, b: { c: [1] } }, paths)).toBe('[{},{}]');
  });

  test.each(['{}', 'x', '[[1]]', '[{"a":1}]'])('the key header %s is refused', (header) => {
    expect(() => parsePartitionKey(header)).toThrow(/partition key/);
  });

  test.each([1, 2, 3, 4, 64])('%d physical partitions cover the key space without a gap', (count) => {
    const partitions = physicalPartitions(count);
    expect(partitions).toHaveLength(count);
    expect(partitions[0]?.min).toBe('');
    expect(partitions.at(-1)?.max).toBe('FF');
    for (const [index, { max }] of partitions.slice(0, -1).entries()) expect(partitions[index + 1]?.min).toBe(max);
  });

  test('two ranges have in common what lies in both', () => {
    expect(intersection({ min: '', max: '20' }, { min: '10', max: 'FF' })).toEqual({ min: '10', max: '20' });
  });
});
