import type { Issue } from '../../shared/kernel/errors.ts';

/** How often a fence may open in a day: more is a mistake, and would cost what it cannot be worth. */
export const MAX_WINDOWS_PER_DAY = 48;

const numbers =
  (least: number, most: number, signed = false) =>
  (value: string) =>
    value.split(',').every((item) => {
      if (!/^[+-]?\d{1,5}$/.test(item)) return false;
      const number = Number(item);
      return number >= least ? number <= most : signed && -number >= least && -number <= most;
    });

/** The parts of a rule that make sense for windows of minutes and hours, and what each may say (RFC 5545, section 3.3.10). */
const PARTS: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => /^(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(value),
  INTERVAL: numbers(1, 10_000),
  COUNT: numbers(1, 10_000),
  UNTIL: (value) => /^\d{8}(T\d{6}Z)?$/.test(value),
  BYMONTH: numbers(1, 12),
  BYWEEKNO: numbers(1, 53, true),
  BYYEARDAY: numbers(1, 366, true),
  BYMONTHDAY: numbers(1, 31, true),
  BYDAY: (value) => value.split(',').every((day) => /^([+-]?[1-5]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.test(day)),
  BYHOUR: numbers(0, 23),
  BYMINUTE: numbers(0, 59),
  BYSETPOS: numbers(1, 366, true),
  WKST: (value) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value),
};

export const partsOf = (rule: string): [name: string, value: string][] =>
  rule.split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, Math.max(0, at)), part.slice(at + 1)];
  });

/** What is wrong with the text of a rule. */
export const ruleIssues = (rule: string, path: readonly PropertyKey[]): Issue[] => {
  const parts = partsOf(rule);
  const names = parts.map(([name]) => name);
  const wrong = parts.flatMap(([name, value]) => {
    const isRight = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!isRight) return [`${name || value} is not a part of a rule that is understood here.`];
    return isRight(value) ? [] : [`${name}=${value} is not understood here.`];
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) wrong.push(`${twice} is said twice.`);
  if (!names.includes('FREQ')) wrong.push('FREQ is missing: HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY.');
  if (names.includes('COUNT') && names.includes('UNTIL')) wrong.push('COUNT and UNTIL exclude each other.');
  return wrong.map((message) => ({ path, message }));
};
