import type { Import } from '../../../../shared/client/routes.ts';
import { JOB_WORDS } from '../jobs.ts';

/** @example entityName('meter-readings') // 'Meter readings' */
export const entityName = (entity: string): string => {
  const words = entity.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const STATES: Readonly<Record<Import['state'], string>> = {
  waiting: 'File did not arrive',
  read: 'To be mapped',
  mapped: 'Not run yet',
  started: 'Waiting',
};

/** How far an import has got: as its latest run says, if there is one. */
export const importState = ({ state, job }: Pick<Import, 'state' | 'job'>): string =>
  job ? JOB_WORDS[job.state] : STATES[state];
