import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const README = join(import.meta.dirname, '../../local/README.md');
const [BEGIN, END] = ['<!-- conformance: written by `npm run conformance` -->', '<!-- end of conformance -->'];

/** The stand-ins by their folders below `local/` and `tests/local/`, in the order of the table. */
const SERVICES: Readonly<Record<string, string>> = {
  host: 'Azure Functions host',
  durable: 'Durable Functions',
  cosmos: 'Azure Cosmos DB for NoSQL',
  'service-bus': 'Azure Service Bus',
  'web-pubsub': 'Azure Web PubSub',
  'key-vault': 'Azure Key Vault',
  blob: 'Azure Blob Storage',
  'front-door': 'Azure Static Web Apps',
};

/** So many checks have once passed through the Azure SDKs. A run that passes fewer has lost some, whatever its table says. */
const MINIMA: readonly { readonly folders: readonly string[]; readonly checks: number }[] = [
  { folders: ['host', 'durable'], checks: 33 },
  { folders: ['cosmos'], checks: 126 },
  { folders: ['service-bus'], checks: 25 },
  { folders: ['web-pubsub'], checks: 9 },
  { folders: ['key-vault'], checks: 15 },
];

const Results = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/**
 * Throws when the table in `local/README.md` is not the one of this run, or the run has lost checks.
 * @param results path of what `jest --json` has written of a run of everything in `tests/local`.
 */
export const compareTable = async (results: string): Promise<void> => {
  const { readme, renewed } = await renew(results);
  if (plain(readme) !== plain(renewed))
    throw new Error('The tables in local/README.md are not those of the tests: npm run conformance');
};

/** Writes the table of this run into `local/README.md`. Throws, and writes nothing, when the run has lost checks. */
export const writeTable = async (results: string): Promise<void> => writeFile(README, (await renew(results)).renewed);

/** Without the padding that the formatter gives to tables. */
const plain = (markdown: string) => markdown.replace(/-+/g, '-').replace(/\s+/g, ' ');

const renew = async (results: string) => {
  const { table, problems } = conformanceOf(await readFile(results, 'utf8'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const readme = await readFile(README, 'utf8');
  const [begin, end] = [readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)];
  if (begin < BEGIN.length || end < begin) throw new Error(`local/README.md lacks its marks:\n${BEGIN}\n${END}`);
  return { readme, renewed: `${readme.slice(0, begin)}\n\n${table}\n\n${readme.slice(end)}` };
};

/** One test of a stand-in, as jest reports it. */
interface Check {
  readonly folder: string;
  /** Its file below `tests/local/`. */
  readonly file: string;
  readonly titles: readonly string[];
  readonly passed: boolean;
}

export interface Conformance {
  /** Markdown: a section for each service, a row for each feature. */
  readonly table: string;
  /** Why the table cannot be believed; empty when it can. */
  readonly problems: readonly string[];
}

/**
 * Tells what the stand-ins cover, refuse and do otherwise, by the titles that `conformance.ts` makes.
 * @param results what `jest --json` has written of a run of everything in `tests/local`.
 */
export const conformanceOf = (results: string): Conformance => {
  const checks = checksIn(Results.parse(JSON.parse(results)));
  const sections = Object.entries(SERVICES).flatMap(([folder, name]) =>
    section(
      name,
      checks.filter((check) => check.folder === folder),
    ),
  );
  return { table: sections.join('\n\n'), problems: [...shortages(checks), ...failures(checks)] };
};

const checksIn = ({ testResults }: z.infer<typeof Results>): Check[] =>
  testResults.flatMap(({ name, assertionResults }) => {
    const [, file, folder] = /\/tests\/local\/(([^/]+)\/.+)$/.exec(name.replaceAll('\\', '/')) ?? [];
    if (file === undefined || folder === undefined) return [];
    return assertionResults.map(({ ancestorTitles, title, status }) => ({
      folder,
      file,
      titles: [...ancestorTitles, title],
      passed: status === 'passed',
    }));
  });

const TITLE = /^(?<feature>.+?)(?:: (?<note>.+))? \[(?<state>covered|refused|differs)\]$/;

/** A row for each titled block that the check stands in. */
const rowsOf = ({ titles, file }: Check): string[] =>
  titles.flatMap((title) => {
    const { feature, note, state } = TITLE.exec(title)?.groups ?? {};
    if (feature === undefined) return [];
    const cells = [feature, note === undefined ? `${state}` : `${state}: ${note}`, `[${file}](../tests/local/${file})`];
    return [`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`];
  });

const section = (name: string, checks: readonly Check[]): string[] => {
  const rows = [...new Set(checks.flatMap(rowsOf))].sort((a, b) => a.localeCompare(b, 'en'));
  const head = [`### ${name}`, '', '| feature | state | proven by |', '| ------- | ----- | --------- |'];
  return rows.length === 0 ? [] : [[...head, ...rows].join('\n')];
};

const shortages = (checks: readonly Check[]): string[] =>
  MINIMA.flatMap(({ folders, checks: minimum }) => {
    const passed = checks.filter((check) => folders.includes(check.folder) && check.passed).length;
    return passed < minimum ? [`${folders.join(' and ')}: ${passed} checks have passed; ${minimum} once did.`] : [];
  });

const failures = (checks: readonly Check[]): string[] =>
  checks
    .filter((check) => !check.passed && rowsOf(check).length > 0)
    .map(({ file, titles }) => `${file}: "${titles.join(' › ')}" has not passed.`);
