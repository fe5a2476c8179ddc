import { area, http, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { addField, archiveField, changeField, restoreField } from './define.ts';
import { fieldCards } from './field-cards.ts';
import { fieldsResource } from './resource.ts';

export default area('custom-fields', {
  list: http(
    'GET custom-fields',
    list(fieldsResource, { summary: 'List the fields of your own of every kind of record' }),
  ),
  get: http(
    'GET custom-fields/{entity}',
    get(fieldsResource, { summary: 'Show the fields of your own of a kind of record' }),
  ),
  history: http(
    'GET custom-fields/{entity}/history',
    history(fieldsResource, { summary: 'Show what was decided about them' }),
  ),
  add: http('POST custom-fields/{entity}', addField),
  change: http('PATCH custom-fields/{entity}/{key}', changeField),
  archive: http('POST custom-fields/{entity}/{key}/archive', archiveField),
  restore: http('POST custom-fields/{entity}/{key}/restore', restoreField),
  cards: view(fieldCards, fieldsResource),
});
