import { isObject } from '../../json.ts';
import { isPrimitive, rankOf } from '../values.ts';
import { type BuiltIns, builtIn } from './built-in.ts';

const INT64_BOUND = 2 ** 63;

const isInteger = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= -INT64_BOUND && value < INT64_BOUND;

const TYPE_NAMES = [undefined, 'null', 'boolean', 'boolean', 'number', 'string', 'array', 'object'];

export const TYPES: BuiltIns = {
  IIF: builtIn(3, 3, (test, yes, no) => (test === true ? yes : no)),
  IS_ARRAY: builtIn(1, 1, Array.isArray),
  IS_BOOL: builtIn(1, 1, (value) => typeof value === 'boolean'),
  IS_DEFINED: builtIn(1, 1, (value) => value !== undefined),
  IS_FINITE_NUMBER: builtIn(1, 1, (value) => typeof value === 'number' && Number.isFinite(value)),
  IS_INTEGER: builtIn(1, 1, isInteger),
  IS_NULL: builtIn(1, 1, (value) => value === null),
  IS_NUMBER: builtIn(1, 1, (value) => typeof value === 'number'),
  IS_OBJECT: builtIn(1, 1, isObject),
  IS_PRIMITIVE: builtIn(1, 1, isPrimitive),
  IS_STRING: builtIn(1, 1, (value) => typeof value === 'string'),
  TYPE: builtIn(1, 1, (value) => TYPE_NAMES[rankOf(value)]),
};
