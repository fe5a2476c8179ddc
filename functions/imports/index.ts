import { area, http, job } from '../../shared/area.ts';
import { importRun } from '../../shared/imports/run-import.ts';
import { getImport, listEntities, listImports } from './look-at-imports.ts';
import { mapImport, previewImport, runImport } from './map-and-run.ts';
import { importTemplate } from './template.ts';
import { createImport, fileUploaded, sendFile } from './upload.ts';

export default area('imports', {
  list: http('GET imports', listImports),
  entities: http('GET imports/entities', listEntities),
  template: http('GET imports/templates/{entity}', importTemplate),
  get: http('GET imports/{importId}', getImport),
  create: http('POST imports', createImport),
  send: http('PUT imports/{importId}/content', sendFile),
  uploaded: http('POST imports/{importId}/uploaded', fileUploaded),
  map: http('PUT imports/{importId}/mapping', mapImport),
  preview: http('POST imports/{importId}/preview', previewImport),
  start: http('POST imports/{importId}/run', runImport),
  run: job(importRun),
});
