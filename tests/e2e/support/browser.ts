import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Kept by CI beside the test results. */
const RESULTS = join(import.meta.dirname, '../../../test-results');

/** `npm test` finds or installs one and says where; a single test run by hand falls back to where Debian puts it. */
const executable = (): string => {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(path))
    throw new Error(`There is no browser at ${path}; set CHROMIUM_PATH, or run npm test, which looks for one.`);
  return path;
};

/** The flags that keep it from asking the internet for anything. */
const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: executable(), args: QUIET });

export const screenshot = async (page: Page, name: string): Promise<void> => {
  await mkdir(RESULTS, { recursive: true });
  await page.screenshot({ path: join(RESULTS, `${name}.png`) });
};
