import { prepare } from '../../../local/cosmos/query/parser.ts';
import { selectFrom } from '../../../local/cosmos/query/query.ts';
import { covered } from '../conformance.ts';

const value = (expression: string) =>
  selectFrom(prepare(`SELECT VALUE ${expression} FROM c`), { parameters: {}, item: { x: 1 } });

describe(covered('Functions of text, arrays and types'), () => {
  test.each<[string, unknown]>([
    ["UPPER('a')", 'A'],
    ["LOWER('Ä')", 'ä'],
    ["lower('A')", 'a'],
    ['LOWER(1)', undefined],
    ["LENGTH('abc')", 3],
    ["CONTAINS('Lorry', 'ORR')", false],
    ["CONTAINS('Lorry', 'ORR', true)", true],
    ["CONTAINS(c.x, '1')", undefined],
    ["STARTSWITH('Lorry', 'lo', true)", true],
    ["ENDSWITH('Lorry', 'ry')", true],
    ["STRINGEQUALS('abc', 'ABC', true)", true],
    ["STRINGEQUALS('abc', 'ABC')", false],
    ["'\\u00e4\\n\\'s'", "ä\n's"],
    ['"it\'s"', "it's"],
  ])('text: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['ARRAY_LENGTH([1, 2])', 2],
    ['ARRAY_LENGTH(1)', undefined],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {b: 2}, true)', true],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {b: 2})', false],
    ['ARRAY_CONTAINS(c.x, 1)', undefined],
    ['[1, undefined, -2][1]', -2],
    ['{a: 1, b: undefined}', { a: 1 }],
    ['IS_DEFINED(c.nothing)', false],
    ['IS_NULL(null)', true],
    ['IS_PRIMITIVE([])', false],
  ])('list: %s is %j', (expression, expected) => {
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
    ['c.nothing IN (1)', undefined],
    ['1 IN (2, c.nothing)', undefined],
    ['1 IN (1, c.nothing)', true],
    ['2 BETWEEN 1 AND 3', true],
    ['2 NOT BETWEEN 1 AND 3 OR 1 <> 2', true],
    ["2 BETWEEN 'a' AND 3", undefined],
    ['1 = 2 OR 1 = 1 AND 1 = 2', false],
    ['(1 = 1 OR 1 = 2) AND 1 = 2', false],
    ['NOT NOT true', true],
    ['NOT 1 = 2 AND 1 = 1', true],
  ])('logic: %s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });
});
