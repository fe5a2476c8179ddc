import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;
const FILE_NAME = 'session-key';

const storedKey = async (file: string): Promise<Buffer | undefined> => {
  try {
    const key = await readFile(file);
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined; // first start, or unreadable: a new key only means signing in again
  }
};

/** The key that signs sessions: the one in `dataDir`, so that they survive a restart, or a new one. */
export const sessionKey = async (dataDir: string | undefined): Promise<Buffer> => {
  const fresh = randomBytes(KEY_BYTES);
  if (dataDir === undefined) return fresh;
  const file = join(dataDir, FILE_NAME);
  const stored = await storedKey(file);
  if (stored) return stored;
  await mkdir(dataDir, { recursive: true });
  // Renaming is atomic: a kill half way leaves no half key behind.
  await writeFile(`${file}.new`, fresh, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return fresh;
};
