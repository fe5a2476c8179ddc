import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const HeaderMap = z.record(z.string(), z.string());
const sitePath = z.string().startsWith('/', 'must start with /');
const status = z.int().min(200).max(599);

const Route = z.strictObject({
  route: z.string().min(1),
  methods: z.array(z.string().toUpperCase()).optional(),
  allowedRoles: z.array(z.string()).optional(),
  rewrite: sitePath.optional(),
  redirect: z.string().min(1).optional(),
  statusCode: status.optional(),
  headers: HeaderMap.optional(),
});

const Override = z.strictObject({
  rewrite: sitePath.optional(),
  redirect: z.string().min(1).optional(),
  statusCode: status.optional(),
});

/** What of `staticwebapp.config.json` is understood. `unknown` marks what has no meaning on a laptop. */
const Config = z.strictObject({
  $schema: z.unknown().optional(),
  platform: z.unknown().optional(),
  networking: z.unknown().optional(),
  auth: z.unknown().optional(),
  routes: z.array(Route).default([]),
  navigationFallback: z.strictObject({ rewrite: sitePath, exclude: z.array(z.string()).default([]) }).optional(),
  responseOverrides: z.partialRecord(z.enum(['400', '401', '403', '404']), Override).default({}),
  globalHeaders: HeaderMap.default({}),
  mimeTypes: z.record(z.string().startsWith('.', 'must start with a dot'), z.string()).default({}),
});

export type FrontDoorConfig = z.infer<typeof Config>;
export type RouteRule = z.infer<typeof Route>;

/** Checks the content of a `staticwebapp.config.json`. Throws an error that lists everything that is wrong with it. */
export const parseConfig = (content: unknown, source: string): FrontDoorConfig => {
  const parsed = Config.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || '(top)'}: ${message}`);
  throw new Error(`${source} is not a configuration this front door understands:\n${problems.join('\n')}`);
};

const isMissing = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** Reads the configuration. A file that is only `expected` may be missing; one that was asked for may not. */
export const loadConfig = async (file: string, need: 'required' | 'expected'): Promise<FrontDoorConfig> => {
  try {
    return parseConfig(JSON.parse(await readFile(file, 'utf8')), file);
  } catch (error) {
    if (need === 'expected' && isMissing(error)) return parseConfig({}, file);
    throw error;
  }
};
