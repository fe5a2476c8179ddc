import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { type Answer, answer, created } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { type Endpoint, endpoint } from '../../shared/http/endpoint.ts';
import { entity as entityAnswer } from '../../shared/http/respond.ts';
import { CustomEntity, FieldKey } from '../../shared/kernel/custom-fields.ts';
import { AddCustomFieldBody, ChangeCustomFieldBody, CustomFields } from './contract.ts';
import { type CustomFieldsCommand, customFields, customFieldsStream } from './custom-fields.ts';
import { fieldsResource } from './resource.ts';

const handle = execute(customFields);

interface Spec<Params extends z.ZodType<{ entity: CustomEntity }>, Body extends z.ZodType> {
  readonly summary: string;
  readonly description?: string;
  readonly params: Params;
  readonly body?: Body;
  readonly answer?: Answer;
  command(asked: { params: z.output<Params>; body: z.output<Body>; now: string }): CustomFieldsCommand;
}

/** A command on the fields of one kind of record; it answers all of them as they are now. */
const defining = <Params extends z.ZodType<{ entity: CustomEntity }>, Body extends z.ZodType>({
  command,
  answer: promised = answer(CustomFields),
  body,
  ...spec
}: Spec<Params, Body>): Endpoint =>
  endpoint({
    ...spec,
    ...(body && { body }),
    scope: 'custom-fields:write',
    answer: promised,
    async run(input, services) {
      const { caller, params } = input;
      const stream = customFieldsStream(caller.tenantId, params.entity);
      const { version } = await handle(services.streams, stream, command(input), causeOf(input));
      const now = await fieldsResource.find(services, caller, params.entity, version);
      return entityAnswer(
        now,
        promised.status === 201 ? { status: 201, location: `/api/v1/custom-fields/${now.id}` } : {},
      );
    },
  });

const Entity = z.object({ entity: CustomEntity });
const Field = Entity.extend({ key: FieldKey });

export const addField = defining({
  summary: 'Add a field of your own to a kind of record',
  params: Entity,
  body: AddCustomFieldBody,
  answer: created(CustomFields),
  command: ({ body, now }) => ({ type: 'Add', data: { ...body, now } }),
});

export const changeField = defining({
  summary: 'Change a field of your own',
  description: 'Its type stays. Values that records have already stay too, whether they fit or not.',
  params: Field,
  body: ChangeCustomFieldBody,
  command: ({ params: { key }, body, now }) => ({ type: 'Change', data: { key, changes: body, now } }),
});

export const archiveField = defining({
  summary: 'Archive a field of your own',
  description: 'It takes no new values; those that records have are kept.',
  params: Field,
  command: ({ params: { key }, now }) => ({ type: 'Archive', data: { key, now } }),
});

export const restoreField = defining({
  summary: 'Bring an archived field back',
  params: Field,
  command: ({ params: { key }, now }) => ({ type: 'Restore', data: { key, now } }),
});
