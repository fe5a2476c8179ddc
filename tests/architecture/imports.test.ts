import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

const filesOf = (...tops: string[]) =>
  tops.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(top, file)),
  );

/** What is deployed: the test kit lives beside what it tests, and stays at home. */
const isKit = (file: string) => file.startsWith('shared/testing/') || /\/memory-[\w-]+\.ts$/.test(file);
const sources = filesOf('functions', 'shared');
const textOf = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

interface Import {
  readonly file: string;
  /** Relative to the root, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const NAMES = /(?:[*\w$]+(?: as \w+)?)?(?:\s*,\s*)?(?:\{[^}]*\})?/.source;
const STATIC = new RegExp(`^(?:import|export) (type )?(${NAMES}) from '([^']+)'`, 'gm');
const DYNAMIC = /import\('([^']+)'\)|^import '([^']+)'/gm;
/** `{ type A, type B }` imports nothing at run time either. */
const onlyTypes = (names = '') => /^\{(\s*type\s+[^,]+,?)+\s*\}$/.test(names.trim());

const importsIn = (file: string, text: string): Import[] => {
  const to = (from: string) => (from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)) : from);
  const named = [...text.matchAll(STATIC)].map(([, type, names, from = '']) => ({
    file,
    to: to(from),
    typeOnly: Boolean(type) || onlyTypes(names),
  }));
  const whole = [...text.matchAll(DYNAMIC)].map(([, dynamic, bare]) => ({
    file,
    to: to(dynamic ?? bare ?? ''),
    typeOnly: false,
  }));
  return [...named, ...whole];
};

const imports = [...textOf].flatMap(([file, text]) => importsIn(file, text));

const areaOf = (path: string) => /^functions\/([^/]+)\//.exec(path)?.[1];
const isContract = (path: string) => areaOf(path) !== undefined && path.endsWith('/contract.ts');
/** What an area does for others: its resource, and the use cases that they may ask for. Telemetry says what it finds out, and who may write it down; geofences say what telemetry looks for. */
const isForOthers = (path: string) =>
  areaOf(path) !== undefined &&
  (/\/(resource|use-cases)\.ts$/.test(path) ||
    /^functions\/(telemetry\/(facts|recorder)|geofences\/fence(-index)?)\.ts$/.test(path));
const isKernel = (path: string) => path.startsWith('shared/kernel/');
const isOurs = (path: string) => /^(functions|shared|infra|local|tests|staticwebapp)\//.test(path);

/** The services whose name a file bears may meet their SDK there. */
const SDK_FILES: readonly [sdk: RegExp, file: RegExp][] = [
  [/^@azure\/cosmos$/, /^shared\/[\w/]*\/cosmos-[\w-]+\.ts$/],
  [/^@azure\/service-bus$/, /^shared\/[\w/]*\/service-bus\.ts$/],
  [/^@azure\/web-pubsub$/, /^shared\/[\w/]*\/web-pubsub\.ts$/],
  [/^@azure\/keyvault-secrets$/, /^shared\/[\w/]*\/key-vault\.ts$/],
  [/^@azure\/storage-blob$/, /^shared\/[\w/]*\/blob-storage\.ts$/],
  [/^applicationinsights$/, /^shared\/[\w/]*\/app-insights\.ts$/],
  [/^durable-functions$/, /^(shared\/sagas\/durable|functions\/index)\.ts$/],
  [/^@azure\/identity$/, /^$/],
];
const isSdk = (to: string) => SDK_FILES.some(([sdk]) => sdk.test(to));
const mayMeet = (file: string, to: string) =>
  file === 'shared/compose.ts' || SDK_FILES.some(([sdk, path]) => sdk.test(to) && path.test(file));

type Rule = [name: string, isBroken: (one: Import) => boolean];

const RULES: readonly Rule[] = [
  [
    'R1: the kernel stands alone, but for zod, the maker of ids and the maker of digests',
    ({ file, to }) => isKernel(file) && !isKernel(to) && !['zod', 'ulid', 'node:crypto'].includes(to),
  ],
  ['R2: what is shared knows no area', ({ file, to }) => file.startsWith('shared/') && to.startsWith('functions/')],
  [
    'R3: areas meet through their contracts, their resources and the use cases that are for others',
    ({ file, to }) => {
      const [from, other] = [areaOf(file), areaOf(to)];
      return from !== undefined && other !== undefined && from !== other && !isContract(to) && !isForOthers(to);
    },
  ],
  [
    'R3: contracts stand on contracts and the kernel',
    ({ file, to, typeOnly }) =>
      isContract(file) &&
      isOurs(to) &&
      !isContract(to) &&
      !isKernel(to) &&
      !(typeOnly && to.startsWith('shared/identity/')),
  ],
  [
    'R5: only functions/index.ts meets the Functions host at run time',
    ({ file, to, typeOnly }) => to === '@azure/functions' && !typeOnly && file !== 'functions/index.ts' && !isKit(file),
  ],
  [
    'R6: an SDK is met in the file that bears its name; its types only in shared',
    ({ file, to, typeOnly }) => isSdk(to) && !mayMeet(file, to) && !(typeOnly && areaOf(file) === undefined),
  ],
  [
    'R6: nothing but the composition root reaches for an adapter',
    ({ file, to, typeOnly }) =>
      /^shared\/.*\/(cosmos-(documents|event-store)|service-bus|web-pubsub|key-vault|blob-storage|durable)\.ts$/.test(
        to,
      ) &&
      !typeOnly &&
      file !== 'shared/compose.ts' &&
      // It reads the change feed, whose documents only the event store understands, and registers the sagas.
      !(file === 'functions/index.ts' && /(cosmos-event-store|durable)\.ts$/.test(to)),
  ],
  ['R8: nothing that ships knows the stand-ins or the tests', ({ to }) => /^(local|tests|staticwebapp)\//.test(to)],
  ['R8: nothing that ships needs the test kit', ({ file, to }) => isKit(to) && !isKit(file)],
];

describe('who may import whom', () => {
  it.each(RULES)('%s', (_, isBroken) =>
    expect(imports.filter(isBroken).map(({ file, to }) => `${file} -> ${to}`)).toEqual([]),
  );

  it('is read from what is there: the imports of a file are found', () => {
    const text = [
      "import type { A } from './a.ts';",
      "import { type B, type C } from './b.ts';",
      "import { type D, e } from '@azure/cosmos';",
      "import f from '../../infra/containers.json' with { type: 'json' };",
      "export { g } from './g.ts';",
      "import {\n  h,\n  i,\n} from 'zod';",
      "const j = await import('./j.ts');",
      "import './k.ts';",
      "export type Kind = 'not-an-import';",
    ].join('\n');
    expect(importsIn('shared/http/x.ts', text)).toEqual([
      { file: 'shared/http/x.ts', to: 'shared/http/a.ts', typeOnly: true },
      { file: 'shared/http/x.ts', to: 'shared/http/b.ts', typeOnly: true },
      { file: 'shared/http/x.ts', to: '@azure/cosmos', typeOnly: false },
      { file: 'shared/http/x.ts', to: 'infra/containers.json', typeOnly: false },
      { file: 'shared/http/x.ts', to: 'shared/http/g.ts', typeOnly: false },
      { file: 'shared/http/x.ts', to: 'zod', typeOnly: false },
      { file: 'shared/http/x.ts', to: 'shared/http/j.ts', typeOnly: false },
      { file: 'shared/http/x.ts', to: 'shared/http/k.ts', typeOnly: false },
    ]);
    expect(imports.length).toBeGreaterThan(sources.length);
  });
});

/** The files in which a pattern occurs. */
const filesWith = (pattern: RegExp, except: readonly string[] = []) =>
  sources.filter((file) => !except.includes(file) && !isKit(file) && pattern.test(textOf.get(file) ?? ''));

describe('what the source says', () => {
  it('R6: a client of Azure is built in the composition root alone', () =>
    expect(
      filesWith(
        /new (CosmosClient|ServiceBusClient|WebPubSubServiceClient|SecretClient|BlobServiceClient|DefaultAzureCredential)\b/,
      ),
    ).toEqual(['shared/compose.ts']));

  it('R7: the environment is read in main, and understood in the settings, and nowhere else', () =>
    expect(filesWith(/\bprocess\.env\b/, ['functions/main.ts', 'shared/config.ts'])).toEqual([]));

  it('R4: rules and views know neither clock nor chance nor promises', () => {
    const pure = filesWith(/:\s*(Decider|Projection)<\w+, /).filter((file) => areaOf(file));
    expect(pure.length).toBeGreaterThan(4);
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\basync\b|\bawait\b|\bfetch\(/;
    const exempt = ['functions/vehicles/vehicle-cards.ts']; // Reads the view beside the fold that makes it.
    expect(pure.filter((file) => !exempt.includes(file) && impure.test(textOf.get(file) ?? ''))).toEqual([]);
  });

  it('R4: a saga knows neither clock nor chance: whatever it does, it does again at every replay', () => {
    const sagas = filesWith(/: Saga<|: SagaContext/).filter((file) => !file.startsWith('shared/sagas/durable'));
    expect(sagas).toContain('functions/assignments/hand-over-saga.ts');
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bnew(Id|Key)\(|\basync\b|\bawait\b|\bfetch\(/;
    expect(sagas.filter((file) => impure.test(textOf.get(file) ?? ''))).toEqual([]);
  });

  it('importing a module does nothing: only main has an effect', () =>
    expect(filesWith(/^(await |void |register\()/m)).toEqual(['functions/main.ts']));
});

describe('files', () => {
  const all = [...sources, ...filesOf('tests/architecture', 'tests/contracts', 'tests/functions', 'tests/shared')];
  const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;

  it('have 300 lines at most, but for what is made from the tables of contents', () =>
    expect(
      all
        .filter((file) => linesOf(file) > 300 && file !== 'shared/client/routes.ts')
        .map((file) => `${file}: ${linesOf(file)} lines`),
    ).toEqual([]));

  it('that ship have 60 lines or so', () => {
    const lengths = sources
      .filter((file) => !isKit(file))
      .map(linesOf)
      .toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
  });
});
