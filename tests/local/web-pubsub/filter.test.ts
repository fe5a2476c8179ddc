import { compileFilter } from '../../../local/web-pubsub/filter.ts';
import { covered, refused } from '../conformance.ts';

const ann = { id: 'c1', userId: 'Ann', groups: new Set(['north', "o'hare"]) };
const nobody = { id: 'c2', userId: undefined, groups: new Set<string>() };

describe(
  covered('Filters: userId and connectionId with eq, ne and in; groups with in; and, or, not, parentheses'),
  () => {
    it.each([
      ["userId eq 'Ann'", true, false],
      ["userId ne 'Ann'", false, true],
      ['userId eq null', false, true],
      ["connectionId eq 'c2'", false, true],
      ["'north' in groups", true, false],
      ["'o''hare' in groups", true, false],
      ["not('north' in groups)", false, true],
      ["userId in ('Bob', 'Ann')", true, false],
      ["userId in ('Ann')", true, false],
      ["userId eq 'Ann' or userId eq null", true, true],
      // `and` binds tighter than `or`, and parentheses tighter than both.
      ["userId eq 'Ann' or userId eq null and connectionId eq 'x'", true, false],
      ["(userId eq 'Ann' or userId eq null) and connectionId eq 'c2'", false, true],
      ["not userId eq 'Ann' and connectionId eq 'c2'", false, true],
      ['true', true, true],
      ['not true', false, false],
    ])('%s', (filter, matchesAnn, matchesNobody) => {
      const matches = compileFilter(filter);
      expect([matches(ann), matches(nobody)]).toEqual([matchesAnn, matchesNobody]);
    });

    it.each([
      ["bogus eq 'x'", "'bogus' is not understood"],
      ["constructor eq 'x'", "'constructor' is not understood"],
      ["groups eq 'x'", "'groups' is not understood"],
      ["userId eq 'Ann", 'is not understood'],
      ["userId eq '", 'is not understood'],
      ['userId eq -', "'-' is not understood"],
      ["userId eq 'Ann'; drop", "';' is not understood"],
      ["userId eq 'Ann' userId", 'syntax error'],
      ['userId eq', 'syntax error'],
      ["(userId eq 'Ann'", 'syntax error'],
      ['', 'syntax error'],
    ])('refuses %s', (filter, reason) => {
      expect(() => compileFilter(filter)).toThrow(
        expect.objectContaining({ status: 400, message: expect.stringContaining(reason) }),
      );
    });
  },
);

describe(refused('Filters: functions, and the operators gt, ge, lt and le'), () => {
  it.each(["startswith(userId, 'A')", "tolower( userId ) eq 'ann'", "connectionId gt 'c1'"])('%s', (filter) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ status: 501 }));
  });
});
