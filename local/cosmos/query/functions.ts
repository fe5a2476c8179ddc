import { ARRAYS } from './functions/arrays.ts';
import type { BuiltIns } from './functions/built-in.ts';
import { DATES } from './functions/dates.ts';
import { GEOMETRY } from './functions/geometry.ts';
import { MATH } from './functions/math.ts';
import { STRINGS } from './functions/strings.ts';
import { TYPES } from './functions/types.ts';
import { VECTORS } from './functions/vectors.ts';

/** Every function of the query language that depends on nothing but its arguments, by upper-case name. */
export const FUNCTIONS: BuiltIns = { ...ARRAYS, ...DATES, ...GEOMETRY, ...MATH, ...STRINGS, ...TYPES, ...VECTORS };
