import { billOf, type Counted, monthOf, USUAL, type Usage } from './cost.ts';
import { type Cell, markdownTable, shown } from './markdown.ts';
import type { Metered } from './metered.ts';

/** The writes of states, with what is stored beside them. */
const OF_ROUNDS = 'live batch';

/** What one can turn, each by itself. */
const CHANGES: Readonly<Record<string, Partial<Usage>>> = {
  'as it is': {},
  'wake seconds 1': { wakeSeconds: 1 },
  'wake seconds 30': { wakeSeconds: 30 },
  'wake seconds 60': { wakeSeconds: 60 },
  'shards of 256': { vehiclesPerShard: 256 },
  'requests of 10': { batch: 10 },
  'requests of 1': { batch: 1, shardsPerRequest: 1 },
  'nobody watches': { watchersPerThousand: 0 },
  'a fix every 10 s while driving': { drivingEvery: 10 },
};

export const countedOf = (metered: Metered): Counted => {
  const unitsOfRounds = metered.cosmos.unitsByKind[OF_ROUNDS] ?? 0;
  return { ...metered, unitsOfRounds, unitsOfRest: metered.cosmos.requestUnits - unitsOfRounds };
};

export const meteredTable = (metered: Metered): string => {
  const per = (count: number) => (count / metered.fixes) * 1_000;
  const { cosmos } = metered;
  return markdownTable(
    [`${metered.hours} h of ${shown(metered.vehicles)} vehicles, by their own clock`, 'in all', 'per 1,000 fixes'],
    [
      ['fixes', metered.fixes, 1_000],
      ['rounds of shards', metered.rounds, per(metered.rounds)],
      ['messages to the broker', metered.messages, per(metered.messages)],
      ['Cosmos requests', cosmos.requests, per(cosmos.requests)],
      ['RU (stand-in model)', cosmos.requestUnits, per(cosmos.requestUnits)],
      ...Object.entries(cosmos.unitsByKind)
        .toSorted(([, one], [, other]) => other - one)
        .slice(0, 8)
        .map(([kind, units]): Cell[] => [
          `RU of ${kind}, ${shown(cosmos.byKind[kind] ?? 0)} requests`,
          units,
          per(units),
        ]),
      ['CPU of the functions, microseconds per fix', '', metered.cpu / metered.fixes],
      ['history, bytes per fix', '', metered.bytesPerFix],
      ['fixes in a document of history', '', metered.fixesPerSlice],
      ['position on the live channel, bytes', '', metered.bytesPerPosition],
    ],
  );
};

export const costTables = (metered: Metered, sizes: readonly number[]): string => {
  const counted = countedOf(metered);
  const months = sizes.map((size) => monthOf(size, counted));
  const heads = (name: string) => [name, ...sizes.map((size) => `${shown(size)} vehicles`)];
  const perVehicle = (name: string, of: (month: (typeof months)[number]) => number): Cell[] => [
    name,
    ...months.map((month) => of(month) / month.vehicles),
  ];
  const bills = months.map((month) => billOf(month));
  const bill = (name: keyof (typeof bills)[number]): Cell[] => [
    name,
    ...bills.map((one, index) => `${one[name].toFixed(0)} (${(one[name] / (sizes[index] ?? 1)).toFixed(4)})`),
  ];
  return [
    markdownTable(heads('Per vehicle and month'), [
      perVehicle('fixes', ({ fixes }) => fixes),
      perVehicle('RU', ({ units }) => units),
      perVehicle('Service Bus operations', ({ operations }) => operations),
      perVehicle('Web PubSub messages of 2 KB', ({ liveMessages }) => liveMessages),
      perVehicle('Functions executions', ({ executions }) => executions),
      perVehicle('Functions GB-s', ({ gigabyteSeconds }) => gigabyteSeconds),
      perVehicle('history kept, MB', ({ gigabytes }) => gigabytes * 1_000),
      ['Web PubSub connections, in all', ...months.map(({ connections }) => connections)],
      ['instances, in all', ...months.map(({ instances }) => instances)],
      ['RU a second, in all', ...months.map(({ units }) => units / (30 * 86_400))],
    ]),
    markdownTable(heads('Dollars a month (and per vehicle), example prices'), [
      bill('store'),
      bill('storage'),
      bill('bus'),
      bill('live'),
      bill('functions'),
      bill('total'),
    ]),
    markdownTable(
      ['What moves it, 1,000 vehicles', 'RU per vehicle', 'operations per vehicle', 'dollars per vehicle'],
      Object.entries(CHANGES).map(([name, change]) => {
        const month = monthOf(1_000, counted, { ...USUAL, ...change });
        return [
          name,
          month.units / month.vehicles,
          month.operations / month.vehicles,
          billOf(month).total / month.vehicles,
        ];
      }),
    ),
  ].join('\n\n');
};
