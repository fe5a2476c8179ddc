import { memberIdOf } from '../../../functions/access/contract.ts';
import { quarantined } from '../../../functions/devices/use-cases.ts';
import { visitRecorder } from '../../../functions/geofences/use-cases.ts';
import { MEASURED } from '../../../functions/telemetry/contract.ts';
import { type Fact, type FactOf, factId } from '../../../functions/telemetry/facts.ts';
import { tripRecorder } from '../../../functions/trips/use-cases.ts';
import { flushBehind } from '../../../shared/documents/write-behind.ts';
import type { World } from '../../../shared/testing/world.ts';
import { type Company, clientOf, itemsOf } from '../company.ts';
import { runJobs } from '../jobs/sample-job.ts';
import { energyOf } from './energy.ts';

/** What stands for the parameters of paths and for the members of bodies, by their names. */
export type Values = Readonly<Record<string, string>>;

/** Where a branch is: its things carry its name, and its vehicles drive about here. */
export interface Place {
  readonly label: string;
  readonly lat: number;
  readonly lon: number;
}

type Body = Readonly<Record<string, unknown>>;

/** Asks, and expects it to be done. */
export const asking =
  (world: World, headers: Readonly<Record<string, string>>) =>
  async (method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await world.ask(method, path, { headers, body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };

export type Asking = ReturnType<typeof asking>;

const MINUTE = 60_000;
/** In minutes. */
const DAY = 24 * 60;

const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });

const slugOf = (label: string): string => label.toLowerCase().replaceAll(' ', '-');

/** What belongs to the groups of a branch. */
const groupsOf = async (ask: Asking, label: string) => {
  const add = async (name: string, parentId?: string) =>
    String((await ask('POST', 'groups', { name: `${label} ${name}`, ...(parentId && { parentId }) })).id);
  const regionId = await add('Region');
  return { regionId, groupId: await add('Depot', regionId), parentId: await add('Yard', regionId) };
};

/** Drivers: one with a licence who drives nothing, and two between whom a vehicle goes over. */
const driversOf = async (ask: Asking, label: string, groupId: string) => {
  const add = async (name: string) => {
    const licence = { country: 'DE', classes: ['B'], expiresOn: '2031-01-31', number: `${label} ${name} licence` };
    return ask('POST', 'drivers', { name: `${label} ${name}`, groupId, licences: [licence], phone: '+49 30 555 01' });
  };
  const [idle, first, next] = [await add('Idle'), await add('First'), await add('Next')];
  const [licence] = idle.licences as { readonly id: string }[];
  return { driverId: String(idle.id), licenceId: String(licence?.id), first: String(first.id), next: String(next.id) };
};

/** A trip that telemetry has found, of whoever drives the vehicle now. */
const tripOf = async (
  world: World,
  { tenantId }: Company,
  { label, lat, lon }: Place,
  vehicleId: string,
  minutes = 0,
) => {
  const at = world.services.clock().getTime() + minutes * MINUTE;
  const place = { kind: 'place', id: `plc_${slugOf(label)}`, name: `${label} Gate` } as const;
  const fact: FactOf<'trip-ended'> = {
    ...{ type: 'trip-ended', id: factId('trip', vehicleId, at), vehicleId, at, endedAt: at + 10 * MINUTE },
    start: { lat: lat + 0.00123, lon, place },
    end: { lat: lat + 0.00456, lon },
    ...{ metres: 7_000, movingSeconds: 540, idleSeconds: 60, maxSpeed: 22.5, startOdometer: 1_000, endOdometer: 8_000 },
    ...{ fixes: 20, gaps: 0, endedBy: 'ignition' },
    driving: {
      ...{ harshBrakes: 1, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0, speedingMetres: 0 },
      incidents: [{ kind: 'harsh-brake', at, lat: lat + 0.00321, lon, peak: 4.5, seconds: 2 }],
    },
    consumed: { fuelMillilitres: 600 },
  };
  const cause = { at: new Date(at).toISOString(), actor: MEASURED, correlationId: 'scene' };
  await tripRecorder.settle(world.services, tenantId, { change: 'found', fact }, cause);
  return fact.id;
};

/** Two visits to a geofence that telemetry has found: one that is over, and one that is not. */
const visitsOf = async (world: World, { tenantId }: Company, place: Place, vehicleId: string, fenceId: string) => {
  const { lat, lon } = place;
  const enteredAt = world.services.clock().getTime() - 20 * MINUTE;
  const at = enteredAt + 10 * MINUTE;
  const about = { vehicleId, fenceId, lat: lat + 0.00135, lon: lon + 0.00246 };
  const [over, open] = [factId('vis', vehicleId, fenceId, enteredAt), factId('vis', vehicleId, fenceId, at)];
  const facts: Fact[] = [
    { type: 'visit-began', id: over, ...about, at: enteredAt },
    { type: 'visit-ended', id: over, ...about, at, enteredAt, dwelled: false, maxSpeed: 4 },
    { type: 'visit-began', id: open, ...about, at },
  ];
  const cause = { at: new Date(at).toISOString(), actor: MEASURED, correlationId: 'scene' };
  for (const fact of facts) await visitRecorder.settle(world.services, tenantId, { change: 'found', fact }, cause);
  return over;
};

/** A vehicle that is on its way with a device, and was handed over; its readings, and what is planned for it. */
const vehicleOf = async (world: World, company: Company, ask: Asking, place: Place, groupId: string) => {
  const { label, lat, lon } = place;
  const { driverId, licenceId, first, next } = await driversOf(ask, label, groupId);
  const ago = (minutes: number) => new Date(world.services.clock().getTime() - minutes * MINUTE).toISOString();
  const vehicle = await ask('POST', 'vehicles', {
    ...{ name: `${label} Van`, groupId, plate: label, tags: ['cold'] },
    acquisition: { kind: 'purchase', on: '2025-01-01', vendor: `${label} Cars`, price: euros(30_000) },
    depreciation: { method: 'straight-line', lifeMonths: 60, residual: euros(3_000) },
    replacement: { on: '2030-01-01' },
  });
  const vehicleId = String(vehicle.id);
  const device = await ask('POST', 'devices', { vehicleId, name: `${label} Tracker` });
  const deviceId = String(device.id);
  const reading = await ask('POST', `vehicles/${vehicleId}/meters`, {
    meter: 'odometer',
    value: 1_000,
    at: ago(10),
    note: `${label} note`,
  });
  await ask('POST', `vehicles/${vehicleId}/driver`, { driverId: first });
  const reader = await company.join(`next-${slugOf(label)}`, 'driver');
  await ask('POST', `drivers/${next}/link`, { signIn: reader.email });
  const saga = await ask('POST', `vehicles/${vehicleId}/hand-over`, { toDriverId: next, deviceId });
  await world.sagas.run();
  const deviceKey = String(saga.deviceKey);
  const tripId = await tripOf(world, company, place, vehicleId);
  await tripOf(world, company, place, vehicleId, 15);
  const at = ago(1);
  await clientOf(world).get(`ingest/osmand/${deviceKey}?lat=${lat}&lon=${lon}&timestamp=${at}`);
  world.advance(2_000);
  await world.runQueues();
  const [from, until] = [ago(-3 * DAY), ago(-4 * DAY)];
  const spareId = String((await ask('POST', 'vehicles', { name: `${label} Spare`, groupId })).id);
  const plan = await ask('POST', `vehicles/${spareId}/assignments`, { driverId: first, from, until });
  return {
    ...{ driverId, licenceId, vehicleId, deviceId, deviceKey, tripId },
    spareId,
    toDriverId: first,
    readingId: String(reading.id),
    sagaId: String(saga.sagaId),
    assignmentId: String(plan.id),
    reader: reader.email,
    notificationId: String(itemsOf(await reader.client.get('me/notifications'))[0]?.id),
  };
};

/** One import that has come to its end, with its job, and one that waits to be started. */
const importsOf = async (world: World, ask: Asking, label: string, groupId: string) => {
  const upload = async (rows: string) => {
    const file = `Name,Group\n${rows}`;
    const begun = { entity: 'vehicles', name: `${label}.csv`, contentType: 'text/csv', bytes: file.length };
    const id = String((await ask('POST', 'imports', begun)).id);
    await ask('PUT', `imports/${id}/content`, file);
    return id;
  };
  const done = await upload(`${label} Bought,${groupId}\n${label} Bought,nowhere\n`);
  const jobId = String((await ask('POST', `imports/${done}/run`)).id);
  await runJobs(world);
  return { jobId, importId: await upload(`${label} Waiting,${groupId}\n`) };
};

/** One dot, which is enough for a thumbnail. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A photo of something, uploaded and looked at. */
const photoOf = async (world: World, ask: Asking, label: string, vehicleId: string): Promise<string> => {
  const { id, upload } = await ask('POST', 'documents', {
    subject: { kind: 'vehicle', id: vehicleId },
    ...{ name: `${label}.png`, contentType: 'image/png', bytes: PNG.length, expiresOn: '2026-12-31' },
  });
  await world.files.fetch((upload as { url: string }).url, { method: 'PUT', body: PNG });
  await ask('POST', `documents/${id}/uploaded`);
  await world.runEvents();
  await world.runQueues();
  return String(id);
};

/** A device that has sent something and is not registered: it belongs to the company, whichever branch it is of. */
const strangerOf = async ({ services }: World, { tenantId }: Company, label: string): Promise<string> => {
  const deviceId = `stranger-of-${slugOf(label)}`;
  const receivedAt = services.clock().getTime();
  await quarantined(services, tenantId, [{ deviceId, protocol: 'batch', raw: `${label} says hello`, receivedAt }]);
  await flushBehind(services);
  return deviceId;
};

/**
 * Opens a branch of a company, through the API: something of everything, all of it named after the branch and in its groups.
 * @returns what stands for each parameter of a path, and `regionId`: the group above all of them.
 */
export const openBranch = async (world: World, company: Company, ask: Asking, place: Place): Promise<Values> => {
  const { label } = place;
  const groups = await groupsOf(ask, label);
  const { groupId } = groups;
  const vehicle = await vehicleOf(world, company, ask, place, groupId);
  const position = { lat: place.lat, lon: place.lon };
  const customer = { name: `${label} Customer`, position, groupId, address: `${label} Street 1` };
  const shape = { type: 'circle', center: position, radiusMetres: 500 };
  const renewal = await ask('POST', 'renewals', {
    subject: { kind: 'vehicle', id: vehicle.vehicleId },
    kind: 'permit',
    title: `${label} Permit`,
    dueOn: '2026-12-31',
  });
  const fence = await ask('POST', 'geofences', { name: `${label} Yard`, shape, groupId });
  const geofenceId = String(fence.id);
  await ask('POST', 'geofences', { name: `${label} Gate`, shape, groupId });
  const stream = { provider: 'flespi', mode: 'webhook', name: `${label} Flespi`, groupId };
  const connection = await ask('POST', 'provider-connections', stream);
  return {
    ...{ connectionId: String(connection.id), connectionSecret: String(connection.secret) },
    ...{ label, near: `${place.lat},${place.lon}` },
    ...groups,
    ...vehicle,
    renewalId: String(renewal.id),
    strangerId: await strangerOf(world, company, label),
    placeId: String((await ask('POST', 'places', customer)).id),
    geofenceId,
    visitId: await visitsOf(world, company, place, vehicle.vehicleId, geofenceId),
    ...(await energyOf(world, company, place, vehicle.vehicleId)),
    documentId: await photoOf(world, ask, label, vehicle.vehicleId),
    ...(await importsOf(world, ask, label, groupId)),
  };
};

/** What a company has as a whole: people with access, and those who are about to get it, integrations, fields of its own. */
export const openOffice = async (company: Company, ask: Asking, label: string): Promise<Values> => {
  const key = slugOf(label);
  await ask('POST', 'custom-fields/vehicle', { key, label: `${label} Cargo`, kind: { type: 'text' } });
  const { email } = await company.join(`colleague-${slugOf(label)}`, 'dispatcher');
  const newcomer = await company.join(`newcomer-${slugOf(label)}`, 'driver');
  const guest = `guest-${slugOf(label)}@elsewhere.example`;
  const invitation = await ask('POST', 'invitations', { email: guest, role: 'viewer' });
  const apiClient = await ask('POST', 'api-clients', { name: `${label} ERP`, scopes: ['vehicles:read'] });
  return {
    ...{ key, guest, tenantId: company.tenantId },
    memberId: memberIdOf(email),
    signIn: newcomer.email,
    invitationId: String(invitation.id),
    token: String(invitation.token),
    clientId: String(apiClient.id),
    clientKey: String(apiClient.key),
  };
};
