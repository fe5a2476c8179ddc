import { join } from 'node:path';
import { createServer } from 'vite';
import { ROOT } from './demo/layout.ts';
import { DEV_PORTS, readPorts } from './ports.ts';
import { serve } from './supervisor/serve.ts';

// Vite for the dashboard's source; whatever is not source comes from the front door.
const ports = readPorts(DEV_PORTS, process.env);
const frontDoor = `http://127.0.0.1:${ports.WEB_PORT}`;
const vite = await createServer({
  root: join(ROOT, 'staticwebapp'),
  server: {
    host: '127.0.0.1',
    port: ports.DEV_PORT,
    strictPort: true,
    proxy: Object.fromEntries(['/api', '/.auth', '/config.json', '/demo'].map((path) => [path, frontDoor])),
  },
});
await vite.listen();
console.log(`Vite http://127.0.0.1:${ports.DEV_PORT}`);
serve(vite);
