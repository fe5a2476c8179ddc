import { memberIdOf, ROLES, type Role, scopesOf, scopesWithin } from '../../../functions/access/contract.ts';
import type { Scope } from '../../../shared/identity/caller.ts';
import type { World } from '../../../shared/testing/world.ts';
import { type Established, establish, freshlySignedIn, tirelessApp } from '../scene/company.ts';
import { type Api, documentedApi, isForDevices, type Operation } from '../scene/operations.ts';
import { requestFor } from '../scene/requests.ts';
import { send } from '../scene/strangers.ts';

const PLACE = { label: 'Acme North', lat: 49.01234, lon: 8.43215 };

/** They look into tables of a kind of records, and need what that needs. */
const NEEDS_MORE: Readonly<Record<string, Scope>> = {
  'imports-create': 'vehicles:write',
  'imports-template': 'vehicles:write',
};

// What an operation needs is looked at before everything else, so it does not matter what earlier ones have done to the scene.
let world: World;
let api: Api;
let acme: Established;

beforeAll(async () => {
  world = tirelessApp();
  api = await documentedApi();
  acme = await establish(world, PLACE);
});

const refusedFor = async (identity: Readonly<Record<string, string>>) => {
  const refused: string[] = [];
  for (const operation of api.operations) {
    const { status, body } = await send(world, requestFor(api, operation, acme.values), identity);
    if (status >= 500) throw new Error(`${operation.id}: ${JSON.stringify(body)}`);
    if (status === 403 && body.code === 'scope/missing') refused.push(`${operation.id} ${body.scope}`);
  }
  return refused;
};

/** Who comes with an invitation, or as a device, acts as that. */
const isApart = (operation: Operation) => operation.id === 'access-acceptInvitation' || isForDevices(operation);

const lacking = (scopes: readonly Scope[]) =>
  api.operations.flatMap((operation) => {
    const { id, scope } = operation;
    if (scope === undefined || isApart(operation)) return [];
    const missing = [scope, NEEDS_MORE[id] ?? scope].find((needed) => !scopes.includes(needed));
    return missing ? [`${id} ${missing}`] : [];
  });

const limited = async (name: string, role: Role) => {
  const { email } = await acme.company.join(name, role);
  await acme.ask('POST', `members/${memberIdOf(email)}/limit`, { groups: [acme.values.regionId] });
  return freshlySignedIn(email);
};

describe('every operation', () => {
  it.each(ROLES)('is refused to the role %s exactly where it lacks the scope', async (role) => {
    const refused = await refusedFor(freshlySignedIn(`${role}@acme.example`));
    expect(refused).toEqual(lacking(scopesOf(role)));
  });

  it('is refused to an integration exactly where it lacks the scope', async () => {
    const refused = await refusedFor({ 'x-api-key': acme.company.apiKey });
    expect(refused).toEqual(lacking(scopesOf('client')));
  });

  it('is refused to an API client exactly where it was not given the scope', async () => {
    const given = { name: 'Reader', scopes: ['vehicles:read'] };
    const { key } = await acme.ask('POST', 'api-clients', given);
    expect(await refusedFor({ 'x-api-key': String(key) })).toEqual(
      lacking(['self:read', 'self:write', 'vehicles:read']),
    );
  });

  it.each(['admin', 'viewer'] as const)(
    'is refused to somebody limited to groups, of the role %s, where it is about access or the trail',
    async (role) => {
      const refused = await refusedFor(await limited(`limited-${role}`, role));
      expect(refused).toEqual(lacking(scopesWithin(scopesOf(role))));
    },
  );
});
