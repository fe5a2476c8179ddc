import { resource } from '../../shared/resources/resource.ts';
import { CustomFields } from './contract.ts';
import { fieldCards } from './field-cards.ts';

export const fieldsResource = resource({
  name: 'custom-fields',
  noun: 'kind of record with fields of your own',
  param: 'entity',
  scope: 'custom-fields:read',
  projection: fieldCards,
  schema: CustomFields,
  shown: ({ id, fields, version }) => ({ id, fields, version }),
  sorts: { id: 'id' },
});
