import { idOf } from '../access/scene.ts';
import { app, found, itemsOf } from '../company.ts';

/** A van and a driver in the north, the same in the south, and papers of all of these and of the company; Zoe sees the north. */
const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const idFrom = async (path: string, body: object) => String((await owner.post(path, body)).body.id);
  const branch = async (name: string) => {
    const groupId = await idFrom('groups', { name });
    const vehicleId = await idFrom('vehicles', { name: `Van ${name}`, groupId });
    const driverId = await idFrom('drivers', { name: `Driver ${name}`, groupId });
    const renewalId = await idFrom('renewals', {
      subject: { kind: 'vehicle', id: vehicleId },
      ...{ kind: 'permit', title: `Permit ${name}`, dueOn: '2026-03-12' },
    });
    const paper = (subject: object) =>
      idFrom('documents', { subject, name: `Paper ${name}`, contentType: 'application/pdf', bytes: 4 });
    const documentId = await paper({ kind: 'driver', id: driverId });
    const proofId = await paper({ kind: 'renewal', id: renewalId });
    return { groupId, vehicleId, driverId, renewalId, documentId, proofId };
  };
  const [north, south] = [await branch('North'), await branch('South')];
  const company = { subject: { kind: 'company' }, kind: 'permit', title: 'Permit of all', dueOn: '2026-03-12' };
  const companyRenewalId = await idFrom('renewals', company);
  const { client: zoe } = await acme.join('zoe', 'dispatcher');
  await owner.post(`members/${idOf('zoe')}/limit`, { groups: [north.groupId] });
  return { world, owner, zoe, north, south, companyRenewalId };
};

describe('whoever is limited to a branch', () => {
  it('sees its drivers, what is due there and its papers, and no others', async () => {
    const { zoe, north, south, companyRenewalId } = await scene();
    const ids = async (path: string) => itemsOf(await zoe.get(path)).map(({ id }) => id);
    expect(await ids('drivers')).toEqual([north.driverId]);
    expect(await ids('renewals')).toEqual([north.renewalId]);
    expect((await ids('documents')).sort()).toEqual([north.documentId, north.proofId].sort());
    for (const path of [`renewals/${north.renewalId}/history`, `documents/${north.proofId}/history`])
      expect(await ids(path)).toHaveLength(1);
    for (const path of [
      `documents/${south.proofId}/history`,
      `drivers/${south.driverId}`,
      `renewals/${south.renewalId}`,
      `renewals/${companyRenewalId}`,
      `renewals/${south.renewalId}/history`,
      `documents/${south.documentId}`,
      `documents/${south.documentId}/content`,
      `documents/${south.proofId}`,
    ])
      expect([path, (await zoe.get(path)).status]).toEqual([path, 404]);
  });

  it('changes nothing elsewhere, and adds nothing to what is elsewhere', async () => {
    const { zoe, north, south } = await scene();
    const permit = { kind: 'permit', title: 'Mine', dueOn: '2026-12-31' };
    const paper = { name: 'Mine', contentType: 'application/pdf', bytes: 4 };
    for (const [path, body] of [
      [`drivers/${south.driverId}/status`, { status: 'left' }],
      [`renewals/${south.renewalId}/complete`, {}],
      [`documents/${south.documentId}/uploaded`, {}],
      ['renewals', { ...permit, subject: { kind: 'vehicle', id: south.vehicleId } }],
      ['renewals', { ...permit, subject: { kind: 'company' } }],
      ['documents', { ...paper, subject: { kind: 'driver', id: south.driverId } }],
      ['documents', { ...paper, subject: { kind: 'renewal', id: south.renewalId } }],
      [`vehicles/${south.vehicleId}/assignments`, { driverId: north.driverId }],
    ] as const)
      expect([path, (await zoe.post(path, body)).status]).toEqual([path, 404]);
    const elsewhere = await zoe.post(`vehicles/${north.vehicleId}/assignments`, { driverId: south.driverId });
    expect(elsewhere.body.code).toBe('assignments/no-driver');
    const here = { ...permit, subject: { kind: 'vehicle', id: north.vehicleId } };
    expect((await zoe.post('renewals', here)).status).toBe(201);
  });

  it('is reminded of what is due there alone', async () => {
    const { world, owner, zoe } = await scene();
    await world.runEvents();
    await world.runTimers();
    const texts = async (client: typeof zoe) => itemsOf(await client.get('me/notifications')).map(({ text }) => text);
    expect(await texts(zoe)).toEqual(['Permit North (Van North) is due on 2026-03-12.']);
    expect(await texts(owner)).toHaveLength(3);
  });
});
