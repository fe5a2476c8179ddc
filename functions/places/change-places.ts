import { z } from 'zod';
import { validCustomFields } from '../../shared/custom-fields/valid-custom-fields.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOf, causeOfNew } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { requireGroup } from '../../shared/identity/group-tree.ts';
import type { Services } from '../../shared/services.ts';
import { CreatePlaceBody, MovePlaceBody, PatchPlaceBody, Place } from './contract.ts';
import { type PlaceCommand, place, placeStream } from './place.ts';
import { placeResource } from './resource.ts';

const handle = execute(place);
const one = z.object({ placeId: z.string().max(64) });

type Asked = Input<{ placeId: string }, unknown, unknown>;

/** Runs a command on a place that the caller may see, and answers what it is then. */
const change = async (input: Asked, services: Services, command: PlaceCommand): Promise<Place> => {
  const { caller, params } = input;
  if (caller.groups) await placeResource.find(services, caller, params.placeId);
  const stream = placeStream(caller.tenantId, params.placeId);
  const { version } = await handle(services.streams, stream, command, causeOf(input));
  return placeResource.find(services, caller, params.placeId, version);
};

export const createPlace = endpoint({
  summary: 'Add a place',
  scope: 'places:write',
  body: CreatePlaceBody,
  answer: created(Place),
  async run(input, services) {
    const { body, caller, now } = input;
    await requireGroup(services, caller, body.groupId);
    await validCustomFields(services, caller, 'place', body.customFields ?? {});
    const placeId = input.newId('plc');
    const command = { type: 'Create', data: { ...body, placeId, now } } as const;
    const { version } = await handle(
      services.streams,
      placeStream(caller.tenantId, placeId),
      command,
      causeOfNew(input),
    );
    const added = await placeResource.find(services, caller, placeId, version);
    return entity(added, { status: 201, location: `/api/v1/places/${placeId}` });
  },
});

export const patchPlace = endpoint({
  summary: 'Change what describes a place',
  description: 'A merge patch: what is not named stays, `null` takes a value away; of `customFields`, what is named.',
  scope: 'places:write',
  params: one,
  body: PatchPlaceBody,
  answer: Place,
  async run(input, services) {
    const { body, caller, now } = input;
    await validCustomFields(services, caller, 'place', body.customFields ?? {}, { isNew: false });
    return entity(await change(input, services, { type: 'Describe', data: { patch: body, now } }));
  },
});

export const movePlace = endpoint({
  summary: 'Move a place to another group',
  scope: 'places:write',
  params: one,
  body: MovePlaceBody,
  answer: Place,
  async run(input, services) {
    const { groupId } = input.body;
    await requireGroup(services, input.caller, groupId ?? undefined);
    return entity(await change(input, services, { type: 'Move', data: { groupId, now: input.now } }));
  },
});

export const archivePlace = endpoint({
  summary: 'Archive a place',
  scope: 'places:write',
  params: one,
  answer: Place,
  run: async (input, services) => entity(await change(input, services, { type: 'Archive', data: { now: input.now } })),
});

export const restorePlace = endpoint({
  summary: 'Bring an archived place back',
  scope: 'places:write',
  params: one,
  answer: Place,
  run: async (input, services) => entity(await change(input, services, { type: 'Restore', data: { now: input.now } })),
});
