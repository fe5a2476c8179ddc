import type { TenantBlobs } from '../blobs/blobs.ts';
import type { Services } from '../services.ts';
import { type Errand, type Import, planRows } from './plan-rows.ts';
import type { RowError } from './read-row.ts';
import { repeatedRows } from './repeated-rows.ts';
import { allStaged } from './stage.ts';

const ROWS_AT_ONCE = 500;
const MAX_ERRORS = 100;

/** Counts what a run would do with every row of a staged table, and shows what is wrong with the first rows that cannot be done. Nothing is written. */
export const previewRows = async (
  services: Services,
  blobs: TenantBlobs,
  path: string,
  run: Import,
  errand: Errand,
) => {
  const batches = () => allStaged(blobs, path, ROWS_AT_ONCE);
  const repeated = await repeatedRows(run, batches());
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
  const errors: RowError[] = [];
  for await (const rows of batches())
    for (const { plan } of await planRows(services, run, errand, rows, repeated)) {
      counts.rows += 1;
      counts[plan.outcome] += 1;
      if (plan.outcome === 'failed') errors.push(...plan.errors.slice(0, MAX_ERRORS - errors.length));
    }
  return { ...counts, errors };
};
