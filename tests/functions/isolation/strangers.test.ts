import type { Established } from '../scene/company.ts';
import { establish, tirelessApp } from '../scene/company.ts';
import { documentedApi } from '../scene/operations.ts';
import { pathOf } from '../scene/requests.ts';
import { booksOf, changedIn, neverWas, send, shownTo, toldIn, walkAsStranger } from '../scene/strangers.ts';

/** Two companies at work, with something of everything; what they have must not mix. */
const twoCompanies = async () => {
  const world = tirelessApp();
  const api = await documentedApi();
  const acme = await establish(world, { label: 'Acme North', lat: 49.01234, lon: 8.43215 });
  const globex = await establish(world, { label: 'Globex East', lat: 52.51234, lon: 13.43215 });
  const known = await shownTo(world, api, globex.owner, globex.values);
  const told = await shownTo(world, api, acme.owner, acme.values);
  for (const value of Object.values(acme.values)) told.add(value);
  const secrets = new Set([...told].filter((secret) => !known.has(secret)));
  return { world, api, acme, globex, secrets };
};

/** Those of the other company; `clientKey` may read vehicles and no more. */
const strangersOf = ({ owner, company, values }: Established): [string, Readonly<Record<string, string>>][] => [
  ['its owner', owner],
  ['its integration', { 'x-api-key': company.apiKey }],
  ['an API client of few scopes', { 'x-api-key': values.clientKey ?? '' }],
];

/** Parameters that say where a list goes on, and where an answer says it. */
const PLACES: Readonly<Record<string, string>> = { cursor: 'nextCursor', since: 'next' };

describe('another company', () => {
  it('is told nothing of what is not its own, changes nothing of it, and cannot tell it from what never was', async () => {
    const { world, api, acme, globex, secrets } = await twoCompanies();
    const before = await booksOf(world, api, acme.owner, acme.values);
    // Whoever has the key of a device is that device, whatever else they are.
    const foreign = { ...acme.values, deviceKey: `dk_${'1'.repeat(26)}` };
    for (const [who, identity] of strangersOf(globex)) {
      const walk = { world, api, identity, foreign, never: neverWas(acme.values), secrets };
      const { findings, requests } = await walkAsStranger(walk);
      expect(requests).toBeGreaterThan(api.operations.length);
      expect([who, findings]).toEqual([who, []]);
    }
    world.advance(10_000);
    await world.runQueues();
    await world.runEvents();
    const after = await booksOf(world, api, acme.owner, acme.values);
    expect(changedIn(before, after)).toEqual([]);
  });

  it('goes on nowhere in a list with a place in the list of another company', async () => {
    const { world, api, acme, globex, secrets } = await twoCompanies();
    const lists = api.operations.filter(({ parameters }) => parameters.some(({ name }) => PLACES[name]));
    let places = 0;
    for (const operation of lists) {
      const name = operation.parameters.find((one) => PLACES[one.name])?.name ?? '';
      const path = pathOf(operation, acme.values);
      const first = await world.ask('GET', `${path}?limit=1`, { headers: acme.owner });
      const place = first.body[PLACES[name] ?? ''];
      if (typeof place !== 'string') continue;
      places += 1;
      const request = { method: 'GET', path: `${path}?${name}=${encodeURIComponent(place)}` };
      const answer = await send(world, request, globex.owner);
      expect([operation.id, toldIn(answer, request, secrets)]).toEqual([operation.id, []]);
      expect([operation.id, answer.status < 500]).toEqual([operation.id, true]);
    }
    expect(places).toBeGreaterThan(lists.length / 2);
  });

  it('is not answered what another company was, with the same Idempotency-Key', async () => {
    const { world, acme, globex } = await twoCompanies();
    const once = { 'idempotency-key': 'one-and-the-same' };
    const ask = ({ owner }: Established) =>
      world.ask('POST', 'vehicles', { headers: { ...owner, ...once }, body: { name: 'Van' } });
    const [ours, theirs] = [await ask(acme), await ask(globex)];
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(ours.body.id);
  });

  it('is not named by a request', async () => {
    const { world, acme, globex } = await twoCompanies();
    const { tenantId } = acme.company;
    const headers = { ...globex.owner, 'x-tenant-id': tenantId };
    const ask = (method: string, path: string, body?: unknown) => world.ask(method, path, { headers, body });
    expect((await ask('GET', `vehicles?tenantId=${tenantId}`)).status).toBe(400);
    expect((await ask('GET', `me?tenantId=${tenantId}`)).body).toMatchObject({ tenant: { id: 'ten_globex' } });
    expect((await ask('POST', 'vehicles', { name: 'Ours', tenantId })).status).toBe(400);
    const { body } = await ask('POST', 'vehicles', { name: 'Ours' });
    expect((await world.ask('GET', `vehicles/${body.id}`, { headers: acme.owner })).status).toBe(404);
  });
});
