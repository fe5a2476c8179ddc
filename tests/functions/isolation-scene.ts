import { memberIdOf } from '../../functions/access/contract.ts';
import { app, found, itemsOf, reportingVehicle } from './company.ts';
import { imported } from './imports/tables.ts';

const at = '2026-03-02T07:59:30.000Z';

/** Two companies at work; what they have must not mix. */
export const twoCompanies = async () => {
  const world = app();
  const [acme, globex] = [await found(world, 'acme'), await found(world, 'globex')];
  const reporting = await reportingVehicle(acme, 'Secret Van');
  await acme.integration.post('ingest/batch', {
    fixes: [{ deviceId: reporting.deviceId, at, lat: 49.0123, lon: 8.4321 }],
  });
  world.advance(2_000);
  await world.runQueues();
  const owner = acme.as('owner');
  const { vehicleId, deviceId } = reporting;
  const next = await acme.join('bob', 'driver');
  const field = { key: 'cargo', label: 'Secret cargo', kind: { type: 'text' } };
  await owner.post('custom-fields/vehicle', field);
  const reading = await owner.post(`vehicles/${vehicleId}/meters`, { meter: 'odometer', value: 1_000, at });
  await owner.post(`vehicles/${vehicleId}/driver`, { driver: 'driver@acme.example' });
  const { body } = await owner.post(`vehicles/${vehicleId}/hand-over`, { toDriver: next.email, deviceId });
  await world.sagas.run();
  const licence = { country: 'DE', classes: ['B'], expiresOn: '2031-01-31' };
  const hired = (await owner.post('drivers', { name: 'Secret Driver', licences: [licence] })).body;
  const [{ id: licenceId } = {}] = hired.licences as { id: string }[];
  const permit = {
    subject: { kind: 'vehicle', id: vehicleId },
    kind: 'permit',
    title: 'Secret Permit',
    dueOn: '2026-12-31',
  };
  const due = (await owner.post('renewals', permit)).body;
  const file = { name: 'Secret Paper.pdf', contentType: 'application/pdf', bytes: 4 };
  const paper = (await owner.post('documents', { subject: permit.subject, ...file })).body;
  const spare = (await owner.post('vehicles', { name: 'Secret Spare' })).body.id;
  const plan = { driverId: hired.id, from: '2026-03-05T08:00:00.000Z' };
  const planned = (await owner.post(`vehicles/${spare}/assignments`, plan)).body;
  const group = (await owner.post('groups', { name: 'Secret Depot' })).body;
  const place = (await owner.post('places', { name: 'Secret Customer', position: { lat: 49, lon: 8 } })).body;
  const client = (await owner.post('api-clients', { name: 'Secret ERP', scopes: ['vehicles:read'] })).body;
  const invitation = (await owner.post('invitations', { email: 'guest@acme.example', role: 'viewer' })).body;
  const table = await imported(world, acme, 'vehicles', 'Name\nSecret Import\nSecret Import\n');
  const [told] = itemsOf(await next.client.get('me/notifications'));
  return {
    world,
    acme,
    globex,
    ...reporting,
    readingId: String(reading.body.id),
    key: String(body.deviceKey),
    sagaId: String(body.sagaId),
    driverId: String(hired.id),
    licenceId: String(licenceId),
    assignmentId: String(planned.id),
    renewalId: String(due.id),
    documentId: String(paper.id),
    notificationId: String(told?.id),
    groupId: String(group.id),
    placeId: String(place.id),
    clientId: String(client.id),
    invitationId: String(invitation.id),
    token: String(invitation.token),
    importId: table.id,
    jobId: String(table.job.id),
    memberId: memberIdOf(next.email),
  };
};

export type Scene = Awaited<ReturnType<typeof twoCompanies>>;
