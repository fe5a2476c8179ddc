import type { Caller } from '../identity/caller.ts';
import type { FleetError, Issue } from '../kernel/errors.ts';
import { idsFrom } from '../kernel/ids.ts';
import type { Services } from '../services.ts';
import type { Importable, KeyedRow, Plan } from './importable.ts';
import type { Mapping } from './mapping.ts';
import { type RowError, rowReader } from './read-row.ts';
import type { Row } from './table.ts';

/** A table that is to be imported, as it was mapped. */
export interface Import<Values extends object = object> {
  readonly importable: Importable<Values>;
  readonly columns: readonly string[];
  readonly mapping: Mapping;
}

/** On whose behalf. */
export interface Errand {
  readonly caller: Caller;
  readonly now: string;
  readonly correlationId: string;
  readonly from?: string;
  /** Names this import: rows of another may do the same once more. */
  readonly name: string;
}

/** What a row would do, or what is wrong with it. */
export interface PlannedRow {
  readonly row: Row;
  readonly lane: string;
  readonly plan:
    | Exclude<Plan, { outcome: 'failed' }>
    | { readonly outcome: 'failed'; readonly errors: readonly RowError[] };
}

/** A row that names the key of an earlier one, by its number: the number of the earlier one. */
export type Repeated = ReadonlyMap<number, number>;

const SHOWN_ERRORS = 20;

/** What a refusal says about a row, column by column where it says which. */
export const rowErrorsOf = ({ mapping }: Pick<Import, 'mapping'>, row: number, error: FleetError): RowError[] => {
  const issues = Array.isArray(error.facts.issues) ? (error.facts.issues as readonly Issue[]) : [];
  const placed = issues.slice(0, SHOWN_ERRORS).map(({ path, message }): RowError => {
    const mapped = mapping.columns.find(({ field }) => field === path[0]);
    return { row, ...mapped, message };
  });
  return placed.length > 0 ? placed : [{ row, message: error.message }];
};

const failed = (row: Row, errors: readonly RowError[]): PlannedRow => ({
  row,
  lane: '',
  plan: { outcome: 'failed', errors },
});

/** Reads rows and finds out what each would do. Nothing is written. Answers in the order of the rows. */
export const planRows = async <Values extends object>(
  services: Services,
  { importable, columns, mapping }: Import<Values>,
  { name, caller, ...errand }: Errand,
  rows: readonly Row[],
  repeated: Repeated,
): Promise<PlannedRow[]> => {
  const read = rowReader(importable, columns, mapping);
  const planned = new Map<Row, PlannedRow>();
  const usable: { readonly row: Row; readonly keyed: KeyedRow<Values> }[] = [];
  for (const row of rows) {
    const { number } = row;
    const earlier = repeated.get(number);
    const found = read(row);
    if (found.errors) planned.set(row, failed(row, found.errors));
    else if (earlier !== undefined)
      planned.set(
        row,
        failed(row, [{ row: number, message: `Row ${earlier} has the same ${mapping.keyField} already.` }]),
      );
    else {
      const { values, key } = found;
      const made = JSON.stringify([caller.tenantId, importable.entity, mapping.keyField, key]);
      const keyed: KeyedRow<Values> = {
        ...{ number, row: values, key },
        asked: { ...errand, caller, seed: `${name}/${number}` },
        newIds: (generation = 1) => idsFrom(`${made}/${generation}`, 0),
      };
      usable.push({ row, keyed });
    }
  }
  const context = { caller, key: mapping.keyField, services };
  const plans =
    usable.length > 0
      ? await importable.plan(
          usable.map(({ keyed }) => keyed),
          context,
        )
      : [];
  for (const [index, { row, keyed }] of usable.entries()) {
    const plan = plans[index];
    if (!plan) throw new Error(`${importable.entity} has no plan for row ${row.number}.`);
    const lane = importable.lane?.(keyed.row) ?? keyed.key;
    planned.set(
      row,
      plan.outcome === 'failed' ? failed(row, rowErrorsOf({ mapping }, row.number, plan.error)) : { row, lane, plan },
    );
  }
  return rows.flatMap((row) => planned.get(row) ?? []);
};
