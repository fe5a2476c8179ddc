import { readFileSync } from 'node:fs';
import { clientTypes, ROUTES_FILE } from '../client.ts';

it("The client's types are those of the API; if not, run npm run client", async () =>
  expect(readFileSync(ROUTES_FILE, 'utf8')).toBe(await clientTypes()));
