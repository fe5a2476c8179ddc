import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Static Web Apps reads its routes and headers from the root of what is deployed. */
const hostConfig = (): Plugin => ({
  name: 'static-web-app-config',
  apply: 'build',
  async generateBundle() {
    const fileName = 'staticwebapp.config.json';
    this.emitFile({ type: 'asset', fileName, source: await readFile(join(import.meta.dirname, fileName), 'utf8') });
  },
});

export default defineConfig({
  plugins: [react(), hostConfig()],
  build: {
    outDir: join(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: {
      input: ['index.html', 'docs/index.html', 'docs/problems.html'].map((page) => join(import.meta.dirname, page)),
    },
  },
});
