import { quantiles } from '../bench-api/ask.ts';
import type { FenceFigures } from './fences.ts';
import { type Cell, markdownTable, shown } from './markdown.ts';
import type { ParkedFigures } from './parked.ts';
import type { PipelineFigures } from './pipeline.ts';
import type { Stretch, WholePath } from './whole-path.ts';

export interface OneCore {
  readonly pipeline: PipelineFigures;
  readonly fences: FenceFigures;
}

export const oneCoreTable = (all: readonly OneCore[]): string =>
  markdownTable(
    ['Fixes per second of one core', ...all.map(({ fences }) => `${shown(fences.fences)} fences`)],
    [
      ['whole pipeline', ...all.map(({ pipeline }) => pipeline.perSecond)],
      ['fences alone: enter, exit, crossing, debounce', ...all.map(({ fences }) => fences.stagePerSecond)],
      ['limit: flatbush and point-in-polygon, containment only', ...all.map(({ fences }) => fences.limitPerSecond)],
      ['turf, every fence, containment only', ...all.map(({ fences }) => fences.turfPerSecond)],
      ['pipeline / turf', ...all.map(({ pipeline, fences }) => pipeline.perSecond / fences.turfPerSecond)],
      ['fences alone / limit', ...all.map(({ fences }) => fences.stagePerSecond / fences.limitPerSecond)],
      [
        'facts of the pipeline per 1,000 fixes',
        ...all.map(({ pipeline }) => (pipeline.facts / pipeline.fixes) * 1_000),
      ],
      ['fixes not believed', ...all.map(({ pipeline }) => pipeline.dropped)],
      ['memory of a vehicle, bytes of JSON', ...all.map(({ pipeline }) => pipeline.bytesPerVehicle)],
      [
        'fixes inside, by the stage / by the limit',
        ...all.map(({ fences }) => `${fences.inside} / ${fences.insideByLimit}`),
      ],
      ['compiling all fences, ms', ...all.map(({ fences }) => fences.compileMs)],
      ['indexing them, ms', ...all.map(({ fences }) => fences.indexMs)],
      ['their memory, MB', ...all.map(({ fences }) => fences.memoryMb)],
    ],
  );

export const parkedTable = (all: readonly ParkedFigures[]): string =>
  markdownTable(
    [
      'Receiver: error, and what it says of it, m',
      'false per hour',
      'without debounce',
      'passes found',
      'without debounce',
    ],
    all.map(({ error, said, ...one }) => [
      `${error}, ${said === undefined ? 'nothing' : said}`,
      one.falsePerHour,
      one.falsePerHourWithoutDebounce,
      one.passesFound,
      one.passesFoundWithoutDebounce,
    ]),
  );

const perThousand = (count: number, { accepted }: { readonly accepted: number }) => (count / accepted) * 1_000;
const times = (taken: readonly number[]): string => {
  const { p50, p95 } = quantiles(taken);
  return taken.length === 0 ? 'none' : `${p50} / ${p95} (${taken.length})`;
};
/** A message is sent, handed over and settled. */
export const busOperations = ({ sent, settled, accepted }: Stretch['cloud']): number => sent + 2 * settled + accepted;

const costRows = (of: (path: WholePath) => Stretch | undefined, all: readonly WholePath[]): Cell[][] => {
  const row = (name: string, value: (stretch: Stretch) => Cell): Cell[] => [
    name,
    ...all.map((path) => {
      const stretch = of(path);
      return stretch ? value(stretch) : '';
    }),
  ];
  return [
    row('host CPU, microseconds per fix', ({ cpuPerFix }) => cpuPerFix),
    row('POST answered, p50 / p95 ms', ({ took }) => times(took)),
    row('requests told to come later', ({ shed }) => shed),
    row(
      'messages waiting, at most / at the end',
      ({ backlog, cloud }) => `${shown(backlog)} / ${shown(cloud.waiting)}`,
    ),
    row('Cosmos requests per 1,000 fixes', (one) => perThousand(one.cosmos.requests, one)),
    row('RU per 1,000 fixes (stand-in model)', (one) => perThousand(one.cosmos.requestUnits, one)),
    row('KB sent to the store per 1,000 fixes', (one) => perThousand(one.cloud.storedBytes / 1_000, one)),
    row('Service Bus operations per 1,000 fixes', (one) => perThousand(busOperations(one.cloud), one)),
  ];
};

export const wholePathTable = (all: readonly WholePath[]): string => {
  const row = (name: string, value: (path: WholePath) => Cell): Cell[] => [name, ...all.map(value)];
  const per = ({ watched: { fixes } }: WholePath, count: number) => (count / fixes) * 1_000;
  return markdownTable(
    ['Whole path', ...all.map(({ vehicles }) => `${shown(vehicles)} vehicles`)],
    [
      row('**a fix every 30 s**: wanted fixes/s', ({ wanted }) => wanted),
      row('sustained fixes/s', ({ steady }) => steady.accepted / steady.seconds),
      ...costRows(({ steady }) => steady, all),
      row('POST to WebSocket, p50 / p95 ms (samples)', ({ seen }) => times(seen.onSocket)),
      row('POST to latest position, p50 / p95 ms (samples)', ({ seen }) => times(seen.inLatest)),
      row('Web PubSub messages per 1,000 fixes, watched', (path) => per(path, path.watched.cloud.pushes)),
      row('KB of them', (path) => per(path, path.watched.cloud.pushedBytes / 1_000)),
      row('host memory, now / at most, MiB', ({ memory }) => `${memory.now} / ${memory.most}`),
      row(
        '**unthrottled**, 100 a request: fixes/s taken',
        ({ unthrottled }) => unthrottled.accepted / unthrottled.seconds,
      ),
      row('fixes/s until the last is stored', ({ unthrottled }) => unthrottled.accepted / unthrottled.storedSeconds),
      ...costRows(({ unthrottled }) => unthrottled, all),
      row('**unthrottled**, 1 a request: fixes/s taken', ({ single }) =>
        single ? single.accepted / single.seconds : '',
      ),
      ...costRows(({ single }) => single, all),
      row('histories of some vehicles: kept / accepted', ({ kept, accepted }) => `${shown(kept)} / ${shown(accepted)}`),
    ],
  );
};

/** What the store was asked for, by container and kind: requests and RU per 1,000 fixes. */
export const storeTable = (path: WholePath, of: 'steady' | 'unthrottled'): string => {
  const stretch = path[of];
  const { byKind, unitsByKind } = stretch.cosmos;
  return markdownTable(
    [`Store, ${shown(path.vehicles)} vehicles, ${of}`, 'requests per 1,000 fixes', 'RU per 1,000 fixes'],
    Object.entries(byKind).map(([kind, requests]) => [
      kind,
      perThousand(requests, stretch),
      perThousand(unitsByKind[kind] ?? 0, stretch),
    ]),
  );
};
