import { z } from 'zod';
import type { Scalar } from '../documents/documents.ts';
import { commaList } from '../http/comma-list.ts';

/** How a query parameter becomes a condition on a field of the stored documents. */
export interface Filter {
  /** `one`: the field is one of the values. `has`: the field is a list that has one of them. */
  readonly kind: 'one' | 'has';
  readonly value: z.ZodType<Scalar, string>;
  /** The field of the stored document; the parameter's name unless told. */
  readonly field?: string;
  /** A group stands for everything below it, too. */
  readonly subtree?: boolean;
  readonly description?: string;
}

type Options = Pick<Filter, 'field' | 'subtree' | 'description'>;

/** Any value of a schema: an id, a text. */
export const one = (value: z.ZodType<Scalar, string>, options: Options = {}): Filter => ({
  kind: 'one',
  value,
  ...options,
});

/** One of a few words. */
export const oneOf = (values: readonly [string, ...string[]], options: Options = {}): Filter =>
  one(z.enum(values), options);

/** `true` or `false`. */
export const flag = (options: Options = {}): Filter =>
  one(
    z.enum(['true', 'false']).transform((text) => text === 'true'),
    options,
  );

/** An entry of a list, such as a tag. */
export const has = (value: z.ZodType<Scalar, string> = z.string().min(1).max(80), options: Options = {}): Filter => ({
  kind: 'has',
  value,
  ...options,
});

/** What a range is of: days, instants or numbers. */
export type RangeKind = 'date' | 'instant' | 'number';

export interface RangeOf {
  readonly kind: RangeKind;
  /** The field of the stored document; the range's name unless told. */
  readonly field?: string;
}

export const BOUNDS: Readonly<Record<RangeKind, z.ZodType<Scalar>>> = {
  date: z.iso.date(),
  instant: z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
  number: z.coerce.number(),
};

const MAX_VALUES = 100;

/** The parameter of a filter. */
export const valuesOf = ({ value, description }: Filter) =>
  commaList(value, MAX_VALUES)
    .optional()
    .describe(description ?? 'Several with commas between them: one of them is enough.');
