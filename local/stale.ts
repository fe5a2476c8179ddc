import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Made {
  /** Files and folders it is made from. */
  readonly from: readonly string[];
  /** Without it there is no use in whatever else is left of an earlier build. */
  readonly result: string;
  /** A file as old as the beginning of the last build that succeeded. */
  readonly stamp: string;
}

/** Whether something has to be built (again). */
export const isStale = async ({ from, result, stamp }: Made): Promise<boolean> => {
  const built = await changedAt(stamp);
  if (built === undefined || (await changedAt(result)) === undefined) return true;
  const sources = await Promise.all(from.map(newest));
  return Math.max(...sources) > built;
};

/** When `path` or anything below changed last; a folder counts too, because that is where a deletion shows. */
const newest = async (path: string): Promise<number> => {
  const own = await stat(path);
  const entries = own.isDirectory() ? await readdir(path, { withFileTypes: true, recursive: true }) : [];
  const times = await Promise.all(entries.map((entry) => changedAt(join(entry.parentPath, entry.name))));
  return times.reduce<number>((latest, time) => Math.max(latest, time ?? 0), own.mtimeMs);
};

/** Milliseconds since the epoch; nothing when it is not there. */
const changedAt = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.mtimeMs;
