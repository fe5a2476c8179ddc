import { compileSql } from '../../../local/service-bus/rules/sql/compile.ts';

const facts = {
  system: { label: 'alert', messageid: 'm-1' },
  properties: {
    speed: 120,
    name: "O'Neil",
    vip: true,
    at: new Date(1_000),
    'odd name': 'x',
    path: '50%_a',
    empty: '',
    select: 1,
  },
};
const holds = (expression: string) => compileSql(expression)(facts);

describe('a SQL filter', () => {
  it.each([
    '1=1',
    'speed = 120 AND vip',
    'vip = TRUE',
    'speed + 1 * 2 = 122',
    '(speed + 1) * 2 = 242',
    'speed % 50 = 20 AND -speed < 0 AND speed / 2 = 60.0',
    "name = 'O''Neil'",
    "sys.Label = 'alert' AND user.speed > 1.2e1",
    "[odd name] = 'x' AND \"odd name\" <> 'y'",
    '[select] = 1',
    "name LIKE 'O%' AND name LIKE '_''Neil' AND name NOT LIKE 'N%'",
    "path LIKE '50!%!_a' ESCAPE '!'",
    'speed IN (1, 120) AND speed NOT IN (2, 3)',
    'missing IS NULL AND speed IS NOT NULL AND EXISTS(speed) AND NOT EXISTS(missing)',
    'at = 1000',
    "empty = ''",
    "name > 'N'",
    'NOT (speed < 100 OR missing = 1 AND FALSE)',
    "'a' + 'b' = 'ab'",
    "speed <> '120'",
  ])('holds: %s', (expression) => expect(holds(expression)).toBe(true));

  it.each([
    'missing = 1',
    'missing <> 1',
    'NOT missing = 1',
    'missing NOT IN (1)',
    'speed NOT IN (1, NULL)',
    'speed = NULL',
    "speed = '120'",
    "speed > 'a'",
    'speed',
    'vip AND missing = 1',
    "name LIKE 'o%'",
    'sys.unknown = 1',
  ])('does not hold: %s', (expression) => expect(holds(expression)).toBe(false));

  it.each([
    '',
    'speed =',
    '(1=1',
    'speed IN 1',
    'a NOT 1',
    'name LIKE',
    'other.speed = 1',
    "'open",
    '1=1 1',
    'a IS 1',
    '#',
  ])('is refused when it is not of the dialect: %s', (expression) =>
    expect(() => compileSql(expression)).toThrow(/is not valid: (expected|unexpected)/),
  );
});
