import type { z } from 'zod';
import { FIELDS_VIEW, type FieldsEntry, fieldsAddress } from '../../shared/custom-fields/valid-custom-fields.ts';
import type { CustomEntity } from '../../shared/kernel/custom-fields.ts';
import { type Projection, unknownEvent } from '../../shared/projections/projection.ts';
import type { CustomFields } from './contract.ts';
import { type CustomFieldsEvent, customFieldsStream, evolveFields } from './custom-fields.ts';

export type FieldsCard = Omit<z.infer<typeof CustomFields>, 'version'>;

const STREAMS = customFieldsStream('', 'vehicle').streamId.replace('vehicle', '');

export const fieldCards: Projection<FieldsCard, CustomFieldsEvent> = {
  name: FIELDS_VIEW,
  streams: STREAMS,
  apply(card, { event, streamId }) {
    switch (event.type) {
      case 'CustomFieldAdded':
      case 'CustomFieldChanged':
      case 'CustomFieldArchived':
      case 'CustomFieldRestored':
        return {
          id: streamId.slice(STREAMS.length) as CustomEntity,
          fields: [...evolveFields(card?.fields ?? [], event)],
        };
      default:
        return unknownEvent(event, card);
    }
  },
  lookups: ({ id, fields }, tenantId) => [{ ...fieldsAddress(tenantId, id), value: { fields } satisfies FieldsEntry }],
};
