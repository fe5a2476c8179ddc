import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf, causeOfNew } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';
import { CreateGeofenceBody, Geofence, MoveGeofenceBody, PatchGeofenceBody, RedrawGeofenceBody } from './contract.ts';
import { type GeofenceCommand, geofence, geofenceStream } from './geofence.ts';
import { geofenceResource } from './resource.ts';
import { requireValid } from './valid-geofence.ts';

const handle = execute(geofence);
const one = z.object({ geofenceId: z.string().max(64) });

type Asked = Input<{ geofenceId: string }, unknown, unknown>;

/** Runs a command on a geofence that the caller may see, and answers what it is then. */
const change = async (input: Asked, services: Services, command: GeofenceCommand): Promise<Geofence> => {
  const { caller, params } = input;
  if (caller.groups) await geofenceResource.find(services, caller, params.geofenceId);
  const stream = geofenceStream(caller.tenantId, params.geofenceId);
  const { version } = await handle(services.streams, stream, command, causeOf(input));
  return geofenceResource.find(services, caller, params.geofenceId, version);
};

export const createGeofence = endpoint({
  summary: 'Draw a geofence',
  scope: 'geofences:write',
  body: CreateGeofenceBody,
  answer: created(Geofence),
  async run(input, services) {
    const { body, caller, now } = input;
    await requireGroup(services, caller, body.groupId);
    await requireValid(services, caller, body);
    const geofenceId = input.newId('gfn');
    const stream = geofenceStream(caller.tenantId, geofenceId);
    const command = { type: 'Create', data: { ...body, geofenceId, now } } as const;
    const { version } = await handle(services.streams, stream, command, causeOfNew(input));
    const drawn = await geofenceResource.find(services, caller, geofenceId, version);
    return entity(drawn, { status: 201, location: `/api/v1/geofences/${geofenceId}` });
  },
});

export const patchGeofence = endpoint({
  summary: 'Change what describes a geofence, and its rules',
  description: 'A merge patch: what is not named stays, `null` takes a value away; `rules` are exchanged as a whole.',
  scope: 'geofences:write',
  params: one,
  body: PatchGeofenceBody,
  answer: Geofence,
  async run(input, services) {
    const { body, caller, now } = input;
    await requireValid(services, caller, body);
    return entity(await change(input, services, { type: 'Describe', data: { patch: body, now } }));
  },
});

export const redrawGeofence = endpoint({
  summary: 'Draw a geofence anew',
  scope: 'geofences:write',
  params: one,
  body: RedrawGeofenceBody,
  answer: Geofence,
  async run(input, services) {
    const { shape } = input.body;
    await requireValid(services, input.caller, { shape });
    return entity(await change(input, services, { type: 'Redraw', data: { shape, now: input.now } }));
  },
});

export const moveGeofence = endpoint({
  summary: 'Move a geofence to another group',
  scope: 'geofences:write',
  params: one,
  body: MoveGeofenceBody,
  answer: Geofence,
  async run(input, services) {
    const { groupId } = input.body;
    await requireGroup(services, input.caller, groupId ?? undefined);
    return entity(await change(input, services, { type: 'Move', data: { groupId, now: input.now } }));
  },
});

export const archiveGeofence = endpoint({
  summary: 'Archive a geofence',
  description: 'It watches nothing any more.',
  scope: 'geofences:write',
  params: one,
  answer: Geofence,
  run: async (input, services) => entity(await change(input, services, { type: 'Archive', data: { now: input.now } })),
});

export const restoreGeofence = endpoint({
  summary: 'Bring an archived geofence back',
  scope: 'geofences:write',
  params: one,
  answer: Geofence,
  run: async (input, services) => entity(await change(input, services, { type: 'Restore', data: { now: input.now } })),
});
