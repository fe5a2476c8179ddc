import { memberIdOf } from '../../functions/access/contract.ts';
import { areas } from '../../functions/index.ts';
import { routesOf } from '../../shared/testing/routes.ts';
import type { Answer } from '../../shared/testing/world.ts';
import { type Company, clientOf, signedIn } from './company.ts';
import { bodyOf } from './isolation-bodies.ts';
import { type Scene, twoCompanies } from './isolation-scene.ts';

/** A path of every route with what belongs to acme in its place. */
const pathOf = (route: string, scene: Scene): string => {
  const {
    vehicleId,
    deviceId,
    driverId,
    licenceId,
    assignmentId,
    renewalId,
    documentId,
    readingId,
    key,
    sagaId,
    notificationId,
  } = scene;
  return route
    .replace('{driverId}', driverId)
    .replace('{licenceId}', licenceId)
    .replace('{assignmentId}', assignmentId)
    .replace('{renewalId}', renewalId)
    .replace('{documentId}', documentId)
    .replace('{groupId}', scene.groupId)
    .replace('{placeId}', scene.placeId)
    .replace('{clientId}', scene.clientId)
    .replace('{invitationId}', scene.invitationId)
    .replace('{memberId}', scene.memberId)
    .replace('{sagaId}', sagaId)
    .replace('{importId}', scene.importId)
    .replace('{jobId}', scene.jobId)
    .replace('templates/{entity}', 'templates/vehicles')
    .replace('{entity}', 'vehicle')
    .replace('{key}', 'cargo')
    .replace('{vin}', 'WVWZZZ1JZ3W386752')
    .replace('{readingId}', readingId)
    .replace('{notificationId}', notificationId)
    .replace('{vehicleId}', vehicleId)
    .replace('{deviceId}', deviceId)
    .replace(
      '{deviceKey}',
      key.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')),
    )
    .replace('{*path}', `nowhere/${vehicleId}`);
};

/** Whoever ends their own sessions would be turned away from every route after it. */
const ENDS_THE_SESSION = 'access-signOutEverywhere';

const everyAsk = (scene: Scene) =>
  routesOf(areas)
    .filter(({ name }) => name !== ENDS_THE_SESSION)
    .flatMap(({ name, methods, route }) =>
      methods.map((method) => ({
        name: `${method} ${route}`,
        public: /^(system|api)-|^access-stampSession$/.test(name),
        ask: (headers: Record<string, string>) => {
          const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(name, scene);
          return scene.world.ask(method, pathOf(route, scene), { headers, body });
        },
      })),
    );

/** What only acme may know. A path that was asked for may come back; nothing else. */
const secretsIn = ({ text, headers }: Answer, { deviceId, key, sagaId, token }: Scene): string[] =>
  [
    'Secret Van',
    'Secret Driver',
    'Secret Permit',
    'Secret Paper',
    'Secret cargo',
    'Secret Import',
    '49.0123',
    '8.4321',
    deviceId,
    key,
    sagaId,
    'ten_acme',
    'owner@acme',
    'bob@acme',
    'guest@acme',
    'Secret Depot',
    'Secret Customer',
    'Secret ERP',
    token,
  ].filter((secret) => text.includes(secret) || [...headers.values()].some((value) => value.includes(secret)));

/** Everything acme has, as its owner sees it. */
const booksOf = async ({ acme, vehicleId, sagaId }: Scene) => {
  const owner = acme.as('owner');
  const paths = [
    'vehicles',
    'devices',
    `vehicles/${vehicleId}/history`,
    'vehicles/positions',
    `vehicles/${vehicleId}/meters`,
    'custom-fields',
    'me',
    'assignments',
    'assignments?state=planned',
    'renewals',
    'documents',
    'company',
    `ops/sagas/${sagaId}`,
    'drivers',
    'members',
    'groups',
    'places',
    'invitations',
    'api-clients',
    'imports',
    'jobs',
  ];
  const answers = await Promise.all([...paths, `vehicles/${vehicleId}/positions`].map((path) => owner.get(path)));
  return answers.map(({ status, body }) => ({ status, body }));
};

const identitiesOf = ({ apiKey }: Company): [string, Record<string, string>][] => [
  ["another company's owner", signedIn('owner@globex.example')],
  ["another company's integration", { 'x-api-key': apiKey }],
];

/** Who shows a token that is not for them is told that there is none. */
const BY_PROOF: Readonly<Record<string, number>> = { 'POST invitations/accept': 404 };

describe('every endpoint', () => {
  it('is walked: there are endpoints to walk', () => expect(routesOf(areas).length).toBeGreaterThan(15));

  it('shows another company nothing, and lets it change nothing, of what is not its own', async () => {
    const scene = await twoCompanies();
    const before = await booksOf(scene);
    expect(JSON.stringify(before)).toContain('Secret Van');
    expect(JSON.stringify(before)).toContain('49.0123');
    for (const [who, headers] of identitiesOf(scene.globex))
      for (const { name, ask } of everyAsk(scene)) {
        const answer = await ask(headers);
        expect([who, name, secretsIn(answer, scene)]).toEqual([who, name, []]);
        expect([who, name, answer.status < 500]).toEqual([who, name, true]);
      }
    scene.world.advance(10_000);
    await scene.world.runQueues();
    expect(await booksOf(scene)).toEqual(before);
  });

  it('answers another company about it exactly as about what never was', async () => {
    const scene = await twoCompanies();
    const never = {
      ...scene,
      vehicleId: `veh_${'0'.repeat(26)}`,
      readingId: `mtr_${'0'.repeat(26)}`,
      deviceId: `dev_${'0'.repeat(26)}`,
      key: `dk_${'0'.repeat(26)}`,
      sagaId: `sag_${'0'.repeat(26)}`,
      driverId: `drv_${'0'.repeat(26)}`,
      licenceId: `lic_${'0'.repeat(26)}`,
      assignmentId: `asg_${'0'.repeat(26)}`,
      renewalId: `rnw_${'0'.repeat(26)}`,
      documentId: `doc_${'0'.repeat(26)}`,
      groupId: `grp_${'0'.repeat(26)}`,
      placeId: `plc_${'0'.repeat(26)}`,
      clientId: `cli_${'0'.repeat(26)}`,
      importId: `imp_${'0'.repeat(26)}`,
      jobId: `job_${'0'.repeat(26)}`,
      invitationId: `inv_${'0'.repeat(26)}`,
      token: `inv_${'1'.repeat(26)}`,
      memberId: '0'.repeat(32),
      notificationId: `sag_${'0'.repeat(26)}-vehicle-taken-over`,
    };
    const blurred = ({ status, text }: Answer) => [
      status,
      text
        .replace(/(veh|dev|dk|sag|drv|lic|mtr|asg|grp|cli|inv|imp|job|plc)_[0-9a-z]{26}/g, '$1')
        .replace(/"(correlationId|url)":"[^"]*"/g, ''),
    ];
    for (const [who, headers] of identitiesOf(scene.globex))
      for (const [index, { name, ask }] of everyAsk(scene).entries()) {
        const about = await ask(headers);
        const aboutNothing = await everyAsk(never)[index]?.ask(headers);
        // In their own trail they find that they have just looked into it.
        if (name.startsWith('GET audit')) continue;
        expect([who, name, blurred(about)]).toEqual([who, name, aboutNothing && blurred(aboutNothing)]);
      }
  });

  it('shows whoever is limited to a group of their own nothing of the rest, and lets them change nothing of it', async () => {
    const scene = await twoCompanies();
    const owner = scene.acme.as('owner');
    const { body: empty } = await owner.post('groups', { name: 'Empty' });
    const limited = await Promise.all(
      (['admin', 'viewer'] as const).map(async (role) => (await scene.acme.join(`limited-${role}`, role)).email),
    );
    for (const email of limited) await owner.post(`members/${memberIdOf(email)}/limit`, { groups: [empty.id] });
    const before = await booksOf(scene);
    // An import is their own, and its list the company's.
    for (const email of limited)
      for (const { name, ask } of everyAsk(scene).filter((route) => route.name !== 'POST imports')) {
        // Their own company's name they may know; and what fields its records have, and who said so.
        const known = name.includes('custom-fields') ? ['ten_acme', 'Secret cargo', 'owner@acme'] : ['ten_acme'];
        const leaks = secretsIn(await ask(signedIn(email)), scene).filter((secret) => !known.includes(secret));
        expect([email, name, leaks]).toEqual([email, name, []]);
      }
    await scene.world.runQueues();
    expect(await booksOf(scene)).toEqual(before);
  });

  it('turns nobody in particular away before it looks at anything', async () => {
    const scene = await twoCompanies();
    const before = await booksOf(scene);
    for (const { name, public: isPublic, ask } of everyAsk(scene)) {
      const answer = await ask({});
      if (!isPublic) expect([name, answer.status]).toEqual([name, 401]);
      expect([name, secretsIn(answer, scene)]).toEqual([name, []]);
    }
    expect(await booksOf(scene)).toEqual(before);
  });

  it('turns away whoever is signed in but belongs to no company', async () => {
    const scene = await twoCompanies();
    for (const { name, public: isPublic, ask } of everyAsk(scene)) {
      const { status } = await ask(signedIn('stranger@nowhere.example'));
      // A device proves itself with its key alone, whoever else is signed in.
      if (!isPublic)
        expect([name, status]).toEqual([name, BY_PROOF[name] ?? (name.includes('{deviceKey}') ? 401 : 403)]);
    }
  });

  it('takes no word of a request for the tenant', async () => {
    const { world, acme } = await twoCompanies();
    const owner = clientOf(world, { ...signedIn('owner@globex.example'), 'x-tenant-id': acme.tenantId });
    expect((await owner.get(`vehicles?tenantId=${acme.tenantId}`)).status).toBe(400);
    expect((await owner.get('vehicles')).body).toEqual({ items: [] });
    expect((await owner.get(`me?tenantId=${acme.tenantId}`)).body).toMatchObject({ tenant: { id: 'ten_globex' } });
    expect((await owner.post('vehicles', { name: 'Ours', tenantId: acme.tenantId })).status).toBe(400);
    const created = await owner.post('vehicles', { name: 'Ours' });
    expect((await acme.as('owner').get(`vehicles/${created.body.id}`)).status).toBe(404);
  });
});
