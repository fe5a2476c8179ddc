import { writeFileSync } from 'node:fs';
import { clientTypes, ROUTES_FILE } from './client.ts';
import { listedProblems, PROBLEMS_FILE } from './problems.ts';

// Both follow from the source: the codes that it refuses with, and the types of the client.
writeFileSync(PROBLEMS_FILE, `${JSON.stringify(listedProblems(), null, 2)}\n`);
writeFileSync(ROUTES_FILE, await clientTypes());
