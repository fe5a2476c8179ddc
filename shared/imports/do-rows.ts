import { FleetError } from '../kernel/errors.ts';
import type { Services } from '../services.ts';
import { type Import, type PlannedRow, rowErrorsOf } from './plan-rows.ts';
import type { RowError } from './read-row.ts';
import type { Row } from './table.ts';

/** What became of a row. */
export interface DoneRow {
  readonly row: Row;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  readonly errors: readonly RowError[];
}

const LANES_AT_ONCE = 8;
/** After so many vain attempts a row that breaks something is left out, so that the rest gets on. */
const PATIENT_FOR = 2;

const UNEXPECTED = 'Something went wrong on our side with this row. It has been logged.';

/** @param attempts how often these rows were tried before. */
const doRow = async (
  services: Services,
  run: Import,
  { row, plan }: PlannedRow,
  attempts: number,
): Promise<DoneRow> => {
  if (plan.outcome === 'failed') return { row, outcome: 'failed', errors: plan.errors };
  if (plan.outcome === 'unchanged') return { row, outcome: 'unchanged', errors: [] };
  try {
    await plan.apply();
    return { row, outcome: plan.outcome, errors: [] };
  } catch (error) {
    if (error instanceof FleetError && error.kind !== 'upstream')
      return { row, outcome: 'failed', errors: rowErrorsOf(run, row.number, error) };
    if (attempts < PATIENT_FOR) throw error;
    services.log.error('A row cannot be imported', { entity: run.importable.entity, row: row.number, error });
    return { row, outcome: 'failed', errors: [{ row: row.number, message: UNEXPECTED }] };
  }
};

/** Does what was planned: rows of one lane in their order, some lanes side by side. A row that cannot be done is no reason to stop. */
export const doRows = async (
  services: Services,
  run: Import,
  planned: readonly PlannedRow[],
  attempts: number,
): Promise<DoneRow[]> => {
  const lanes = [...Map.groupBy(planned, ({ lane }) => lane).values()];
  const done = new Map<Row, DoneRow>();
  const worker = async (): Promise<void> => {
    for (let lane = lanes.pop(); lane; lane = lanes.pop())
      for (const one of lane) done.set(one.row, await doRow(services, run, one, attempts));
  };
  await Promise.all(Array.from({ length: LANES_AT_ONCE }, worker));
  return planned.flatMap(({ row }) => done.get(row) ?? []);
};
