/** Makes a clone ready and hands over. Without dependencies, because it runs before anything is installed, on whatever Node is there. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideChromium } from '../tests/chromium.mjs';
import { handOver } from './preflight/hand-over.mjs';
import { projectNode, requireNode } from './preflight/node.mjs';
import { installPackages } from './preflight/packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const browser = process.argv[2] === '--browser';
const [script, ...args] = process.argv.slice(browser ? 3 : 2);

try {
  if (script === undefined) throw new Error('Usage: node local/preflight.mjs [--browser] <script> [arguments]');
  requireNode(process.versions.node);
  installPackages(root);
  const env = browser ? { CHROMIUM_PATH: provideChromium() } : {};
  await handOver({ root, node: projectNode(root), script: resolve(root, script), args, env });
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
