import { z } from 'zod';
import { readJson } from '../shared/json-file.ts';

/** Names in lower case: that is how headers meet those of the answer itself. */
const HeaderMap = z.record(z.string().toLowerCase(), z.string().min(1)).default({});
const SitePath = z.string().startsWith('/');

const Route = z.strictObject({
  route: SitePath,
  allowedRoles: z.array(z.string()).optional(),
  redirect: SitePath.optional(),
  rewrite: SitePath.optional(),
  headers: HeaderMap,
});

/** Asked at every sign-in what is to be remembered of it. The registration with the provider is for Azure: here nobody is asked for a password. */
const Auth = z.strictObject({
  rolesSource: SitePath,
  identityProviders: z.strictObject({
    azureActiveDirectory: z.strictObject({ registration: z.record(z.string(), z.string()) }),
  }),
});

/** What of `staticwebapp.config.json` is understood: what the product uses, and no more. */
const Config = z.strictObject({
  $schema: z.string().optional(),
  auth: Auth.optional(),
  routes: z.array(Route).default([]),
  navigationFallback: z.strictObject({ rewrite: SitePath, exclude: z.array(z.string()).default([]) }).optional(),
  responseOverrides: z
    .partialRecord(z.enum(['401', '403', '404']), z.strictObject({ rewrite: SitePath, statusCode: z.int().optional() }))
    .default({}),
  globalHeaders: HeaderMap,
  mimeTypes: z.record(z.string().startsWith('.'), z.string()).default({}),
});

/** Reads the configuration, empty when there is no such file. Throws an error that names everything that is wrong with it. */
export const readConfig = async (file: string) => (await readJson(file, Config)) ?? Config.parse({});

/** Compiles a path pattern: `*` is anything, `{js,css}` one of a list; `/assets/*` also matches `/assets`, and every pattern a slash at the end. */
export const compilePattern = (pattern: string): ((path: string) => boolean) => {
  const source = pattern
    .replace(/[\\^$.+?()[\]|]/g, '\\$&')
    .replace(/\/\*$/, '(?:/.*)?')
    .replace(/(?<!\.)\*/g, '.*')
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.replaceAll(/\s*,\s*/g, '|')})`);
  const expression = new RegExp(`^${source}/?$`);
  return (path) => expression.test(path);
};
