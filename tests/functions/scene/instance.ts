import type { Api, Schema } from './operations.ts';

/** What stands for a member of this name, wherever it is: ids of what there is. `undefined`: whatever the schema allows. */
export type Hint = (name: string, schema: Schema) => unknown;

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-03-02T07:59:00.000Z',
  date: '2026-03-01',
  email: 'somebody@elsewhere.example',
};

/** Short texts of the kinds that our patterns describe. */
const TEXTS = [
  ...[
    'abc',
    'DE',
    'EUR',
    'B',
    '+49 30 1234',
    'WVWZZZ1JZ3W386752',
    'grp_abc',
    'vehicle:veh_abc',
    '#1188cc',
    '2026-W10',
    'Some text',
  ],
  '0'.repeat(64),
];

const textFor = ({ format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): string => {
  const known = format && BY_FORMAT[format];
  if (known) return known;
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(text));
  const text = TEXTS.find(fits);
  if (text === undefined) throw new Error(`No text for ${JSON.stringify({ format, pattern, minLength, maxLength })}.`);
  return text;
};

const numberFor = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): number =>
  Math.min(Math.max(minimum, 1), maximum);

/** The schema of each item: as few as may be, but of several kinds of things one each. */
const itemsFor = ({ resolve }: Pick<Api, 'resolve'>, { items = {}, minItems = 0 }: Schema): readonly Schema[] => {
  const { anyOf, oneOf } = resolve(items);
  const kinds = anyOf ?? oneOf ?? [];
  return minItems > 0 && kinds.length > 0 ? kinds : Array.from({ length: minItems }, () => items);
};

/**
 * The smallest value that a schema allows: required members, and those that a hint knows.
 * @throws Error for what no schema of ours says so far.
 */
export const instanceOf = ({ resolve }: Pick<Api, 'resolve'>, hint: Hint, schema: Schema, name = ''): unknown => {
  const known = resolve(schema);
  const hinted = hint(name, known);
  if (hinted !== undefined) return hinted;
  if ('const' in known) return known.const;
  if (known.enum) return known.enum[0];
  const [first] = known.anyOf ?? known.oneOf ?? [];
  if (first) return instanceOf({ resolve }, hint, first, name);
  switch (known.type) {
    case 'object': {
      const { properties = {}, required = [] } = known;
      const members = Object.entries(properties).filter(
        ([member, one]) => required.includes(member) || hint(member, resolve(one)) !== undefined,
      );
      return Object.fromEntries(members.map(([member, one]) => [member, instanceOf({ resolve }, hint, one, member)]));
    }
    case 'array':
      return itemsFor({ resolve }, known).map((item) => instanceOf({ resolve }, hint, item, name));
    case 'string':
      return textFor(known);
    case 'integer':
    case 'number':
      return numberFor(known);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return {};
  }
};
