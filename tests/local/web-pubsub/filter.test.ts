import { compileFilter } from '../../../local/web-pubsub/filter.ts';
import { covered } from '../conformance.ts';

const ann = { id: 'c1', userId: 'Ann', groups: new Set(['north', "o'hare"]) };
const nobody = { id: 'c2', userId: undefined, groups: new Set<string>() };

describe(covered('Filters: OData comparisons, and, or, not, in, and the text functions'), () => {
  it.each([
    ["userId eq 'Ann'", true, false],
    ["userId ne 'Ann'", false, true],
    ['userId eq null', false, true],
    ["connectionId eq 'c2'", false, true],
    ["connectionId gt 'c1'", false, true],
    ["connectionId le 'c1'", true, false],
    ["userId ge 'A' and userId lt 'B'", true, false],
    ["'north' in groups", true, false],
    ["'o''hare' in groups", true, false],
    ["not('north' in groups)", false, true],
    ["userId in ('Bob', 'Ann')", true, false],
    ["userId in ('Ann')", true, false],
    ['userId in (null)', false, true],
    ['contains(userId, null) or userId gt 3', false, false],
    ["userId eq 'Ann' or userId eq null", true, true],
    // `and` binds tighter than `or`, and parentheses tighter than both.
    ["userId eq 'Ann' or userId eq null and connectionId eq 'x'", true, false],
    ["(userId eq 'Ann' or userId eq null) and connectionId eq 'c2'", false, true],
    ["not userId eq 'Ann' and connectionId eq 'c2'", false, true],
    ['length(userId) eq 3', true, false],
    ['length(userId) gt 2.5 and length(connectionId) eq 2', true, false],
    ["tolower(userId) eq 'ann' and toupper(userId) eq 'ANN'", true, false],
    ["startswith(userId, 'A') and endswith(userId, 'n')", true, false],
    ["contains(userId, 'nn')", true, false],
    ["indexof(userId, 'n') eq 1", true, false],
    ["substring(userId, 1) eq 'nn'", true, false],
    ["concat(userId, connectionId) eq 'Annc1'", true, false],
    ["trim('  Ann ') eq userId", true, false],
    ['true', true, true],
    ['not true', false, false],
  ])('%s', (filter, matchesAnn, matchesNobody) => {
    const matches = compileFilter(filter);
    expect([matches(ann), matches(nobody)]).toEqual([matchesAnn, matchesNobody]);
  });

  it.each([
    ['bogus eq 1', "unknown property 'bogus'"],
    ["constructor eq 'x'", "unknown property 'constructor'"],
    ["explode(userId) eq 'x'", "unknown function 'explode'"],
    ["startswith(userId) eq 'x'", "'startswith' does not take 1 values"],
    ["userId eq 'Ann", "a value is missing before '"],
    ["userId eq '", "a value is missing before '"],
    ['userId eq -', "a value is missing before '"],
    ["substring(userId, 0, 1) eq 'A'", "'substring' does not take 3 values"],
    ["userId eq 'Ann' userId", "unexpected 'userId'"],
    ['userId eq', 'a value is missing before the end'],
    ["(userId eq 'Ann'", "')' is missing before the end"],
    ['', 'a value is missing'],
  ])('refuses %s', (filter, reason) => {
    expect(() => compileFilter(filter)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(reason) }),
    );
  });
});
