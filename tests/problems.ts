import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { areas } from '../functions/index.ts';
import { statusOf } from '../shared/http/problem.ts';
import { type ErrorKind, FleetError } from '../shared/kernel/errors.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What the API can refuse with, and where the list of it lies. */
export const PROBLEMS_FILE = join(ROOT, 'functions/api/problems.json');

export interface ListedProblem {
  readonly code: string;
  readonly status: number;
  readonly text: string;
}

const KINDS: Readonly<Record<string, ErrorKind>> = {
  conflict: 'conflict',
  forbidden: 'forbidden',
  invalid: 'invalid',
  notFound: 'not-found',
  stale: 'stale',
  tooMany: 'too-many',
  unauthenticated: 'unauthenticated',
  unprocessable: 'unprocessable',
};

const STRING = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/.source;
const MADE = new RegExp(`\\b(${Object.keys(KINDS).join('|')})\\(\\s*([\\w$]+|'[^']*')\\s*,\\s*(?:${STRING})`, 'g');
const THROWN = new RegExp(`new FleetError\\(\\s*'([\\w-]+)'\\s*,\\s*([\\w$]+|'[^']*')\\s*,\\s*(?:${STRING})`, 'g');

const problemsIn = (text: string): ListedProblem[] => {
  const constants = new Map(
    [...text.matchAll(/const (\w+) = '([a-z-]+\/[a-z-]+)'/g)].map(([, name, code]) => [name, code]),
  );
  const listed = (kind: string | undefined, code = '', words: readonly (string | undefined)[]): ListedProblem[] => {
    const name = code.startsWith("'") ? code.slice(1, -1) : constants.get(code);
    if (!kind || !name || !/^[a-z-]+\/[a-z-]+$/.test(name)) return [];
    const status = statusOf(new FleetError(kind as ErrorKind, name, ''));
    const said = (words.find((word) => word !== undefined) ?? '')
      .replace(/\\(['"`])/g, '$1')
      .replace(/\$\{[^}]*\}/g, '…');
    return [{ code: name, status, text: said }];
  };
  return [
    ...[...text.matchAll(MADE)].flatMap(([, make = '', code, ...words]) => listed(KINDS[make], code, words)),
    ...[...text.matchAll(THROWN)].flatMap(([, kind, code, ...words]) => listed(kind, code, words)),
  ];
};

/** What is said by the machinery for any area, with a name that it puts together. */
const GENERAL: readonly ListedProblem[] = [
  ...['path', 'query', 'body'].map((where) => ({
    code: `${where}/invalid`,
    status: 400,
    text: `The ${where} is not valid; \`issues\` names every field.`,
  })),
  { code: 'imports/bad-file', status: 400, text: 'The file cannot be read as a table; `issues` says why.' },
  { code: 'imports/too-large', status: 413, text: 'The file is larger than what can be imported.' },
  { code: 'server/unexpected', status: 500, text: 'Something went wrong on our side. It has been logged.' },
];

const ofResources = (): ListedProblem[] =>
  areas.flatMap(({ triggers }) =>
    Object.values(triggers).flatMap((trigger) => {
      if (trigger.kind !== 'projection' || !trigger.resource) return [];
      const { code, message } = trigger.resource.notFound() as FleetError;
      return [{ code, status: 404, text: message }];
    }),
  );

/** Every stable code of the API with its status and what it says, in order; of codes that are used twice, the first text. */
export const listedProblems = (): readonly ListedProblem[] => {
  const files = globSync(['functions/**/*.ts', 'shared/**/*.ts'], { cwd: ROOT })
    .filter((file) => !file.includes('/testing/'))
    .sort();
  const all = [
    ...GENERAL,
    ...ofResources(),
    ...files.flatMap((file) => problemsIn(readFileSync(join(ROOT, file), 'utf8'))),
  ];
  const byCode = new Map(all.toReversed().map((problem) => [problem.code, problem]));
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
};
