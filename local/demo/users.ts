import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { DemoUser } from '../front-door/principal.ts';
import type { DemoTenant } from '../seed/tenants.ts';
import { replaceFile } from '../shared/replace-file.ts';

const User = z.object({ email: z.string(), tenantName: z.string(), role: z.string() });

/** Who can sign in locally; nobody before the first seeding. */
export const readUsers = async (path: string): Promise<readonly DemoUser[]> => {
  try {
    return z.array(User).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** Lets the members of the demo tenants sign in. */
export const writeUsers = (path: string, tenants: readonly DemoTenant[]): Promise<void> => {
  const users = tenants.flatMap(({ name: tenantName, users }) => users.map((user) => ({ ...user, tenantName })));
  return replaceFile(path, JSON.stringify(users, null, 2));
};
