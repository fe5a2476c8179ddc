import { memberIdOf } from '../../../functions/access/contract.ts';
import { openBranch } from '../scene/branch.ts';
import { establish, freshlySignedIn, tirelessApp } from '../scene/company.ts';
import { documentedApi, type Operation } from '../scene/operations.ts';
import { booksOf, changedIn, neverWas, shownTo, walkAsStranger } from '../scene/strangers.ts';

const isAboutOne = ({ route }: Operation): boolean => route.includes('{');

/** A company with two branches, and those who are limited to the one in the north. */
const twoBranches = async () => {
  const world = tirelessApp();
  const api = await documentedApi();
  const acme = await establish(world, { label: 'Acme North', lat: 49.01234, lon: 8.43215 });
  const { ask, company, owner, values: north } = acme;
  const south = await openBranch(world, company, ask, { label: 'Acme South', lat: 47.51234, lon: 9.43215 });
  await world.runEvents();

  const known = await shownTo(world, api, owner, north, isAboutOne);
  const about = await shownTo(world, api, owner, { ...north, ...south }, isAboutOne);
  const named = [...(await shownTo(world, api, owner, { ...north, ...south }))].filter((text) =>
    /acme.south/i.test(text),
  );
  const secrets = new Set([...about, ...named, ...Object.values(south)].filter((secret) => !known.has(secret)));

  const { email } = await company.join('limited', 'admin');
  await ask('POST', `members/${memberIdOf(email)}/limit`, { groups: [north.regionId] });
  const { scopes } = await ask('GET', 'me');
  const client = { name: 'North ERP', groups: [north.regionId], scopes: [...(scopes as string[]), 'telemetry:ingest'] };
  const { key } = await ask('POST', 'api-clients', client);
  const limited: [string, Readonly<Record<string, string>>][] = [
    ['an admin', freshlySignedIn(email)],
    ['an API client', { 'x-api-key': String(key) }],
  ];
  return { world, api, owner, north, south, secrets, limited };
};

describe('whoever is limited to a branch', () => {
  it('is told nothing of the others, changes nothing there, and cannot tell it from what never was', async () => {
    const { world, api, owner, north, south, secrets, limited } = await twoBranches();
    const isAboutSouth = ({ route }: Operation) => Object.keys(south).some((name) => route.includes(`{${name}}`));
    const books = () => booksOf(world, api, owner, { ...north, ...south }, isAboutSouth);
    const before = await books();
    const foreign = { ...north, ...south, deviceKey: `dk_${'1'.repeat(26)}` };
    const never = { ...north, ...neverWas(south) };
    for (const [who, identity] of limited) {
      const walk = { world, api, identity, foreign, never, secrets };
      const { findings } = await walkAsStranger(walk);
      expect([who, findings]).toEqual([who, []]);
    }
    world.advance(10_000);
    await world.runQueues();
    expect(changedIn(before, await books())).toEqual([]);
  });
});
