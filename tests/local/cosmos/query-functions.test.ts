import { prepare } from '../../../local/cosmos/query/parser.ts';
import { resultOf, rowsOf } from '../../../local/cosmos/query/query.ts';
import { covered, differs } from '../conformance.ts';

const NOW = Date.UTC(2026, 2, 4, 5, 6, 7, 89);

const value = (expression: string) => {
  const query = prepare(`SELECT VALUE ${expression} FROM c`);
  const env = { parameters: {}, now: NOW, row: { c: { x: 1 } } };
  return resultOf(query, env, rowsOf(query, env))[0];
};

describe(covered('Functions of numbers, text, arrays, types and dates'), () => {
  test.each<[string, unknown]>([
    ['ROUND(2.5)', 3],
    ['ROUND(-2.5)', -3],
    ['ROUND(1.2345, 2)', 1.23],
    ['FLOOR(2.7)', 2],
    ['CEILING(2.1)', 3],
    ['ABS(-1)', 1],
    ['POWER(2, 3)', 8],
    ['SQRT(16)', 4],
    ['SQRT(-1)', undefined],
    ["ABS('1')", undefined],
    ['7 % 4 + 2 * 3 - 1', 8],
    ['1 / 0', undefined],
    ["'a' + 1", undefined],
    ['-(-2)', 2],
  ])('number: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["UPPER('a')", 'A'],
    ["CONCAT('a', 'b', 'c')", 'abc'],
    ["CONCAT('a', 1)", undefined],
    ["SUBSTRING('hello', 1, 3)", 'ell'],
    ["LENGTH('abc')", 3],
    ["REPLACE('aXa', 'X', '$&')", 'a$&a'],
    ["TRIM(' x ')", 'x'],
    ["LEFT('abc', 2)", 'ab'],
    ["RIGHT('abc', 2)", 'bc'],
    ["RIGHT('abc', 0)", ''],
    ["REVERSE('abc')", 'cba'],
    ["StringToNumber('4')", 4],
    ["StringToNumber('x')", undefined],
    ['ToString(5)', '5'],
    ['ToString(undefined)', undefined],
    ["STRINGEQUALS('abc', 'ABC', true)", true],
    ["'\\u00e4\\n' || \"it's\"", "ä\nit's"],
    ["'a%b' LIKE 'a!%b' ESCAPE '!'", true],
    ["'axb' LIKE 'a!%b' ESCAPE '!'", false],
    ["'b' LIKE '[a-c]'", true],
    ["'d' LIKE '[^a-c]'", true],
    ['1 LIKE 1', undefined],
  ])('text: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['ARRAY_LENGTH([1, 2])', 2],
    ['ARRAY_SLICE([1, 2, 3], 1, 1)', [2]],
    ['ARRAY_SLICE([1, 2, 3], -2)', [2, 3]],
    ["ARRAY_CONCAT([1], ['q'])", [1, 'q']],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {b: 2}, true)', true],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {b: 2})', false],
    ['[1, undefined, 2]', [1, 2]],
    ['{a: 1, b: undefined}', { a: 1 }],
  ])('list: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["DateTimePart('yyyy', '2024-05-06T07:08:09.1234567Z')", 2024],
    ["DateTimeAdd('dd', 1, '2024-05-06T07:08:09.0000000Z')", '2024-05-07T07:08:09.0000000Z'],
    ["DateTimeAdd('mm', 1, '2024-01-31T00:00:00.0000000Z')", '2024-02-29T00:00:00.0000000Z'],
    ["DateTimeAdd('year', -1, '2024-02-29')", '2023-02-28T00:00:00.0000000Z'],
    ["DateTimeDiff('mm', '2023-12-31', '2024-01-01')", 1],
    ["DateTimeDiff('hh', '2024-05-06T00:00:00Z', '2024-05-06T05:00:00Z')", 5],
    ["DateTimeToTimestamp('2024-05-06T00:00:00.0000000Z')", 1_714_953_600_000],
    ["DateTimePart('yyyy', 'yesterday')", undefined],
    ['GetCurrentDateTime()', '2026-03-04T05:06:07.0890000Z'],
    ['GetCurrentTimestamp()', NOW],
  ])('date: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['true OR c.nothing', true],
    ['false AND c.nothing', false],
    ['true AND c.nothing', undefined],
    ['NOT c.nothing', undefined],
    ['c.nothing = null', undefined],
    ["1 = '1'", false],
    ["1 != '1'", true],
    ["1 < '1'", undefined],
    ['[1, {a: 2}] = [1, {a: 2}]', true],
    ['null ?? 1', null],
    ['c.nothing ?? 1', 1],
    ['c.nothing IN (1)', undefined],
    ['1 IN (2, c.nothing)', undefined],
    ['1 IN (1, c.nothing)', true],
    ['2 BETWEEN 1 AND 3', true],
    ['NOT 1 = 2 AND 1 = 1', true],
  ])('logic: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });
});

test(differs('Dates in queries', 'exact to the millisecond instead of 100 ns'), () => {
  expect(value("DateTimeAdd('dd', 1, '2024-05-06T07:08:09.1234567Z')")).toBe('2024-05-07T07:08:09.1230000Z');
});
