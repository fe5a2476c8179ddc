import { covered, differs, refused } from '../local/conformance.ts';
import { conformanceOf } from '../local/conformance-table.ts';

type Result = readonly [file: string, titles: readonly string[], status?: string];

const reported = (...results: Result[]) =>
  JSON.stringify({
    testResults: results.map(([file, titles, status = 'passed']) => ({
      name: `/clone/tests/local/${file}`,
      assertionResults: [{ ancestorTitles: titles.slice(0, -1), title: titles.at(-1), status }],
    })),
  });

const rowsOf = (table: string) => table.split('\n').filter((line) => line.startsWith('|') && !line.includes('---'));

describe('the table of what the stand-ins cover', () => {
  it('has a section for each service and a row for each titled block, whatever else surrounds it', () => {
    const { table } = conformanceOf(
      reported(
        ['service-bus/schedule.test.ts', ['Messages', covered('scheduled messages'), 'come when they are due']],
        ['service-bus/schedule.test.ts', ['Messages', covered('scheduled messages'), 'can be cancelled']],
        ['service-bus/limits.test.ts', [refused('partitioned entities')]],
        ['cosmos/items.test.ts', [differs('request charges', 'estimates'), 'grow with the size']],
        ['cosmos/items.test.ts', ['an untitled test']],
      ),
    );
    expect(table).toBe(
      [
        '### Azure Cosmos DB for NoSQL',
        '',
        '| feature | state | proven by |',
        '| ------- | ----- | --------- |',
        '| request charges | differs: estimates | [cosmos/items.test.ts](../tests/local/cosmos/items.test.ts) |',
        '',
        '### Azure Service Bus',
        '',
        '| feature | state | proven by |',
        '| ------- | ----- | --------- |',
        '| partitioned entities | refused | [service-bus/limits.test.ts](../tests/local/service-bus/limits.test.ts) |',
        '| scheduled messages | covered | [service-bus/schedule.test.ts](../tests/local/service-bus/schedule.test.ts) |',
      ].join('\n'),
    );
  });

  it('is the same in whatever order the tests have run', () => {
    const one: Result = ['cosmos/a.test.ts', [covered('patch')]];
    const other: Result = ['cosmos/b.test.ts', [covered('batch')]];
    expect(conformanceOf(reported(one, other))).toEqual(conformanceOf(reported(other, one)));
  });

  it('knows nothing of tests elsewhere, and survives what Markdown would take for a column', () => {
    const { table } = conformanceOf(
      reported(['cosmos/a.test.ts', [covered('a || b')]], ['../contracts/a.test.ts', [covered('contracts')]]),
    );
    expect(rowsOf(table).slice(1)).toEqual([
      '| a \\|\\| b | covered | [cosmos/a.test.ts](../tests/local/cosmos/a.test.ts) |',
    ]);
  });

  it.each(['failed', 'pending', 'todo'])('cannot be believed when a titled test is %s', (status) => {
    const { problems } = conformanceOf(reported(['cosmos/a.test.ts', [covered('patch'), 'adds'], status]));
    expect(problems).toContain('cosmos/a.test.ts: "patch [covered] › adds" has not passed.');
  });

  it('cannot be believed when a service passes fewer checks than it once did', () => {
    const checks = (count: number) =>
      Array.from({ length: count }, (_, index): Result => ['web-pubsub/a.test.ts', [`check ${index}`]]);
    const lost = 'web-pubsub: 8 checks have passed; 9 once did.';
    expect(conformanceOf(reported(...checks(8))).problems).toContain(lost);
    expect(conformanceOf(reported(...checks(9))).problems).not.toContainEqual(expect.stringContaining('web-pubsub'));
  });
});
