import { join } from 'node:path';
import { layoutOf, localFolder, provideSecrets, ROOT } from './demo/layout.ts';
import { startFrontDoor } from './front-door/server.ts';
import { DEFAULT_PORTS, readPorts } from './ports.ts';
import { COMPANIES, membersOf } from './seed/companies.ts';
import { serve } from './supervisor/supervisor.ts';

// The front door as a process: the built dashboard, what is only there locally, sign-in, and the way to the API.
const ports = readPorts(DEFAULT_PORTS, process.env);
const layout = layoutOf(localFolder(process.env));
const { frontDoorProof, sessionKey } = await provideSecrets(layout.secrets);
const frontDoor = await startFrontDoor({
  port: ports.WEB_PORT,
  root: join(ROOT, 'dist/web'),
  overlays: [layout.www],
  api: `http://127.0.0.1:${ports.FUNCTIONS_PORT}`,
  apiProof: frontDoorProof,
  users: COMPANIES.flatMap((company) => membersOf(company).map((user) => ({ ...user, tenantName: company.name }))),
  sessionKey,
});
console.log(`Front door ${frontDoor.connection}`);
serve(frontDoor);
