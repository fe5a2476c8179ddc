import type { z } from 'zod';
import type { Caller, Scope } from '../identity/caller.ts';
import type { FleetError } from '../kernel/errors.ts';
import type { NewId } from '../kernel/ids.ts';
import type { Services } from '../services.ts';
import type { Unit } from './units.ts';

/** How a cell is read before the field's schema sees it. A measure is read in the unit that the mapping says, and comes in ours. */
export type Reading = 'text' | 'choice' | 'list' | 'number' | 'boolean' | 'date' | 'instant' | Measure;
export type Measure = 'metres' | 'seconds' | 'millilitres' | 'watt-hours';

/** One thing that a column can hold. */
export interface ImportField {
  /** The member of the row. */
  readonly name: string;
  /** The header in templates. */
  readonly label: string;
  /** What other programs call it. Case, accents and punctuation do not matter. */
  readonly synonyms: readonly string[];
  readonly reads: Reading;
  /** A measure's unit unless the mapping says another one. */
  readonly unit?: Unit;
  /** Whether a row must have it that makes something new. */
  readonly required?: boolean;
  /** For templates, as a person would write it. */
  readonly example: string;
}

/** What tells rows apart, and finds what is there already: one field or several. */
export interface ImportKey {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Who asks for what a row says, and as part of what: as a request would. */
export interface Asked {
  readonly caller: Caller;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly correlationId: string;
  readonly from?: string;
  /** The same whenever the row is done, so that it is done once. */
  readonly seed: string;
}

/** A row that can be used, with the text of its key. No two rows of a file with the same key get this far. */
export interface KeyedRow<Row> {
  /** Its number in the file. */
  readonly number: number;
  readonly row: Row;
  readonly key: string;
  readonly asked: Asked;
  /** Makes ids for what is new: the same for the same company, entity and key. @param generation see `freeIds`. */
  newIds(generation?: number): NewId;
}

/** What would have to be done for a row. Nothing is written before `apply` is called. */
export type Plan =
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'created' | 'updated'; apply(): Promise<void> }
  | { readonly outcome: 'failed'; readonly error: FleetError };

export interface ImportContext {
  readonly caller: Caller;
  /** The name of the key that rows are matched by. */
  readonly key: string;
  readonly services: Services;
}

/** An entity whose rows can be imported. */
export interface Importable<Row extends object = object> {
  /** In the plural, as in the API's addresses. */
  readonly entity: string;
  /** What the caller must be allowed to do. */
  readonly scope: Scope;
  readonly fields: readonly ImportField[];
  readonly keys: readonly ImportKey[];
  /** A row with any of the fields. What only a new one needs is for `plan` to say. */
  readonly row: z.ZodType<Row>;
  /** The text by which rows of a key are the same, from its fields, all of which the row has; without it they are compared without case. */
  keyOf?(row: Row, key: string): string;
  /** Rows of the same lane are done one after the other, others side by side. The row's own key unless told. */
  lane?(row: Row): string;
  /** What would have to be done for each of some rows, in their order; looks up what is there in few requests. */
  plan(rows: readonly KeyedRow<Row>[], context: ImportContext): Promise<readonly Plan[]>;
}
