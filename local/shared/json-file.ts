import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Reads a file of that shape; undefined when there is none. @throws Error that names the file and says what is wrong with it. */
export const readJson = async <Shape>(path: string, shape: z.ZodType<Shape>): Promise<Shape | undefined> => {
  if (!existsSync(path)) return undefined;
  try {
    return shape.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : cause;
    throw new Error(`${path} cannot be used; correct it or delete it:\n${reason}`, { cause });
  }
};

/** Writes a file that only its owner can read. A reader sees all of it or what was there before. */
export const writeJson = async (path: string, value: unknown): Promise<void> => {
  const draft = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
};
