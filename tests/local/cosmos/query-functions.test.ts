import { runOver } from '../../../local/cosmos/query/prepared.ts';

const NOW = Date.UTC(2026, 2, 4, 5, 6, 7, 89);

const value = (expression: string) => runOver(`SELECT VALUE ${expression} FROM c`, [{ x: 1 }], { parameters: {}, now: NOW }).rows[0];

test.each<[string, unknown]>([
  ['ROUND(2.5)', 3],
  ['ROUND(-2.5)', -3],
  ['ROUND(1.2345, 2)', 1.23],
  ['FLOOR(2.7)', 2],
  ['CEILING(2.1)', 3],
  ['TRUNC(-2.7)', -2],
  ['ABS(-1)', 1],
  ['POWER(2, 3)', 8],
  ['SQRT(16)', 4],
  ['SQRT(-1)', undefined],
  ['LOG(100, 10)', 2],
  ['SIGN(-3)', -1],
  ["ABS('1')", undefined],
  ['NUMBERBIN(17, 5)', 15],
  ['IntAdd(1, 2)', 3],
  ['IntAdd(1.5, 2)', undefined],
  ['IntDiv(7, -2)', -3],
  ['IntDiv(7, 0)', undefined],
  ['IntBitAnd(12, 10)', 8],
  ['IntBitLeftShift(1, 40)', 1_099_511_627_776],
  ['7 % 4 + 2 * 3 - 1', 8],
  ['1 / 0', undefined],
  ["'a' + 1", undefined],
  ['12 & 10 | 1', 9],
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
  ["INDEX_OF('abcab', 'ab', 1)", 3],
  ["REPLACE('aXa', 'X', '$&')", 'a$&a'],
  ["TRIM(' x ')", 'x'],
  ["TRIM('--x-', '-')", 'x'],
  ["LTRIM('xxay', 'x')", 'ay'],
  ["RTRIM('a  ')", 'a'],
  ["LEFT('abc', 2)", 'ab'],
  ["RIGHT('abc', 2)", 'bc'],
  ["RIGHT('abc', 0)", ''],
  ["REVERSE('abc')", 'cba'],
  ["REPLICATE('ab', 3)", 'ababab'],
  ["StringToNumber('4')", 4],
  ["StringToNumber('x')", undefined],
  ["StringToArray('[1]')", [1]],
  ['StringToObject(\'{"a":1}\')', { a: 1 }],
  ["StringToBoolean('true')", true],
  ["StringToNull('null')", null],
  ['ToString(5)', '5'],
  ['ToString(undefined)', undefined],
  ["StringSplit('a,b', ',')", ['a', 'b']],
  ["StringJoin(['a', 'b'], '-')", 'a-b'],
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
  ['ARRAY_CONTAINS_ANY([1, 2], 3, 2)', true],
  ['ARRAY_CONTAINS_ALL([1, 2], 3, 2)', false],
  ['SetUnion([1, 2], [2, 3])', [1, 2, 3]],
  ['SetIntersect([1, 2, 2], [2, 3])', [2]],
  ['SetDifference([1, 2], [2, 3])', [1]],
  ['CHOOSE(2, "a", "b")', 'b'],
  ['OBJECTTOARRAY({a: 1})', [{ k: 'a', v: 1 }]],
  ['[1, undefined, 2]', [1, 2]],
  ['{a: 1, b: undefined}', { a: 1 }],
])('list: %s is %j', (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test.each<[string, unknown]>([
  ["DateTimePart('yyyy', '2024-05-06T07:08:09.1234567Z')", 2024],
  ["DateTimePart('ns', '2024-05-06T07:08:09.1234567Z')", 123_456_700],
  ["DateTimeAdd('dd', 1, '2024-05-06T07:08:09.0000000Z')", '2024-05-07T07:08:09.0000000Z'],
  ["DateTimeAdd('mm', 1, '2024-01-31T00:00:00.0000001Z')", '2024-02-29T00:00:00.0000001Z'],
  ["DateTimeAdd('year', -1, '2024-02-29')", '2023-02-28T00:00:00.0000000Z'],
  ["DateTimeDiff('hh', '2024-05-06T00:00:00Z', '2024-05-06T05:00:00Z')", 5],
  ["DateTimeDiff('mm', '2023-12-31', '2024-01-01')", 1],
  ["DateTimeToTimestamp('2024-05-06T00:00:00.0000000Z')", 1_714_953_600_000],
  ['TimestampToDateTime(1714953600000)', '2024-05-06T00:00:00.0000000Z'],
  ["DateTimeToTicks('1970-01-01T00:00:01Z')", 10_000_000],
  ['TicksToDateTime(10000001)', '1970-01-01T00:00:01.0000001Z'],
  ["DateTimeBin('2024-05-06T07:08:09Z', 'hh', 1)", '2024-05-06T07:00:00.0000000Z'],
  ['DateTimeFromParts(2024, 5, 6)', '2024-05-06T00:00:00.0000000Z'],
  ["DateTimePart('yyyy', 'yesterday')", undefined],
  ['GetCurrentDateTime()', '2026-03-04T05:06:07.0890000Z'],
  ['GetCurrentTimestamp()', NOW],
  ['GetCurrentTicks()', NOW * 10_000],
])('date: %s is %j', (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['IS_INTEGER(3)', true],
  ['IS_INTEGER(3.5)', false],
  ['IS_FINITE_NUMBER(3)', true],
  ['TYPE([])', 'array'],
  ['IIF(c.x = 1, "one", "other")', 'one'],
  ['IIF(c.nothing, 1, 2)', 2],
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

const point = (longitude: number, latitude: number) => `{"type": "Point", "coordinates": [${longitude}, ${latitude}]}`;
const box = '{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}';
const line = '{"type": "LineString", "coordinates": [[-1, 1], [3, 1]]}';

test.each<[string, unknown]>([
  [`ST_WITHIN(${point(1, 1)}, ${box})`, true],
  [`ST_WITHIN(${point(3, 1)}, ${box})`, false],
  [`ST_WITHIN(${line}, ${box})`, false],
  [`ST_INTERSECTS(${line}, ${box})`, true],
  [`ST_INTERSECTS(${point(1, 1)}, ${point(1, 1)})`, true],
  [`ST_DISTANCE(${point(1, 1)}, ${box})`, 0],
  [`ST_DISTANCE(${point(1, 1)}, 'here')`, undefined],
  ['ST_ISVALID({"type": "Point", "coordinates": [181, 0]})', false],
  ['ST_ISVALID({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})', false],
  [`ST_ISVALIDDETAILED(${point(1, 1)})`, { valid: true }],
  ['VectorDistance([1, 0], [0, 1])', 0],
  ["VectorDistance([3, 4], [0, 0], false, {'distanceFunction': 'euclidean'})", 5],
  ["VectorDistance([3, 4], [1, 2], false, {'distanceFunction': 'dotproduct'})", 11],
])('place: %s is %j', (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test('distances follow the ellipsoid: a degree is shorter at the equator than at the pole, and Paris is 6,661 km from Baku', () => {
  expect(value(`ST_DISTANCE(${point(0, 0)}, ${point(0, 1)})`)).toBeCloseTo(110_574.39, 1);
  expect(value(`ST_DISTANCE(${point(0, 89)}, ${point(0, 90)})`)).toBeCloseTo(111_693.86, 1);
  expect(value(`ST_DISTANCE(${point(0, 0)}, ${point(180, 0)})`)).toBeGreaterThan(20_000_000);
  expect(value(`ST_DISTANCE(${point(3, 1)}, ${box})`)).toBeCloseTo(111_302.65, -1);
  expect(value(`ST_AREA(${box})`)).toBeCloseTo(4.95e10, -9);
});
