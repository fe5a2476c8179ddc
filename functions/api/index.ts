import { type Area, area, http } from '../../shared/area.ts';
import { apiDocument } from './document.ts';
import { problemCodes } from './problems.ts';

/** What the API says about itself: it is made from the tables of contents of all areas, its own included. */
export const apiOf = (areas: () => readonly Area[]): Area =>
  area('api', {
    document: http('GET openapi.json', apiDocument(areas)),
    problems: http('GET problems', problemCodes),
  });
