import { readFileSync } from 'node:fs';
import { clientTypes, ROUTES_FILE } from '../client.ts';
import { listedProblems, PROBLEMS_FILE } from '../problems.ts';

describe('What is made from the source is up to date; if not, run npm run client', () => {
  it("the client's types are those of the API", async () =>
    expect(readFileSync(ROUTES_FILE, 'utf8')).toBe(await clientTypes()));

  it('the list of problem codes has every code', () =>
    expect(JSON.parse(readFileSync(PROBLEMS_FILE, 'utf8'))).toEqual(listedProblems()));

  it('and finds them: some that are made in different ways', () => {
    const statuses = new Map(listedProblems().map(({ code, status }) => [code, status]));
    const known = {
      'vehicles/retired': 409,
      'body/not-json': 400,
      'telemetry/unknown-device': 401,
      'server/unexpected': 500,
    };
    for (const [code, status] of Object.entries(known)) expect([code, statuses.get(code)]).toEqual([code, status]);
  });
});
