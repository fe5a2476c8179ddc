import rhea from 'rhea';
import { parseContent } from '../../../local/service-bus/broker/content.ts';
import { compileSql } from '../../../local/service-bus/filters.ts';
import { covered, differs, refused } from '../conformance.ts';

const content = parseContent(
  rhea.message.encode({
    subject: 'alert',
    message_id: 'm-1',
    application_properties: {
      speed: 120,
      name: "O'Neil",
      vip: true,
      at: new Date(1_000),
      empty: '',
    },
    body: 'b',
  }),
);
const holds = (expression: string) => compileSql(expression)(content);

describe(covered('SQL filters: comparison, AND OR NOT, IN, LIKE, IS NULL, EXISTS, sys. and user.'), () => {
  it.each([
    '1=1',
    'speed = 120 AND vip',
    'vip = TRUE',
    "name = 'O''Neil'",
    "sys.Label = 'alert' AND user.speed > -1.2",
    "name LIKE 'O%' AND name LIKE '_''Neil' AND name NOT LIKE 'N%'",
    'speed IN (1, 120) AND speed NOT IN (2, 3)',
    'missing IS NULL AND speed IS NOT NULL AND EXISTS(speed) AND NOT EXISTS(missing)',
    'at = 1000',
    "empty = ''",
    "name > 'N'",
    'NOT (speed < 100 OR missing = 1 AND FALSE)',
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
    'sys.unknown = 1',
    '#',
  ])('is refused when it is not of the dialect: %s', (expression) =>
    expect(() => compileSql(expression)).toThrow(`The SQL filter "${expression}" is not valid: `),
  );
});

describe(refused('SQL filters with arithmetic, quoted names or ESCAPE'), () => {
  it.each(['speed + 1 = 2', '-speed < 0', "[odd name] = 'x'", '"odd name" = 1', "name LIKE '!%' ESCAPE '!'"])(
    '%s',
    (expression) => expect(() => compileSql(expression)).toThrow(/is not valid/),
  );
});

describe(
  differs('SQL filters over values of several types', 'as in SQLite: text is greater than any number, TRUE is 1'),
  () => {
    it.each(["speed < 'a'", 'vip = 1'])('holds: %s', (expression) => expect(holds(expression)).toBe(true));
  },
);
