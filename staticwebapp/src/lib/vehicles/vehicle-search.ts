import type { Routes, Vehicle } from '../../../../shared/client/routes.ts';

export type VehicleStatus = Vehicle['status'];
export type VehicleKind = Vehicle['kind'];
type ListQuery = NonNullable<Routes['GET vehicles']['query']>;

export const IN_USE = ['active', 'in-shop', 'out-of-service'] as const;
export const STATUSES = [...IN_USE, 'retired', 'sold'] as const;
export const KINDS = ['car', 'van', 'truck', 'bus', 'trailer', 'equipment', 'other'] as const;
/** What the register can be ordered by; each the other way round as well. */
const SORTED = ['name', 'plate', 'modelYear', 'odometer', 'registeredAt'] as const;
type Sorted = (typeof SORTED)[number];
export type VehicleSort = Sorted | `-${Sorted}`;
const SORTS: readonly VehicleSort[] = SORTED.flatMap((field) => [field, `-${field}` as const]);

/** What of the register is shown; it is in the page's address, so that a link shows a colleague the same. */
export interface VehicleSearch {
  readonly search?: string;
  /** Absent: what is in use. */
  readonly status?: VehicleStatus | 'any';
  readonly kind?: VehicleKind;
  readonly group?: string;
  readonly tag?: string;
  /** Absent: by name. */
  readonly sort?: VehicleSort;
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find((choice) => choice === value);

const textOf = (value: unknown): string | undefined =>
  ['string', 'number'].includes(typeof value) && value !== '' ? String(value).slice(0, 100) : undefined;

const defined = <Whole extends object>(whole: Whole): { [Key in keyof Whole]?: Exclude<Whole[Key], undefined> } =>
  Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as never;

/** What an address says, without what makes no sense. */
export const vehicleSearch = (asked: Record<string, unknown>): VehicleSearch =>
  defined({
    search: textOf(asked.search),
    status: oneOf([...STATUSES, 'any'] as const, asked.status),
    kind: oneOf(KINDS, asked.kind),
    group: textOf(asked.group),
    tag: textOf(asked.tag),
    sort: oneOf(SORTS, asked.sort),
  });

/** What it means to the API. */
export const queryOf = ({ search, status, kind, group, tag, sort }: VehicleSearch): ListQuery => ({
  search,
  status: status === 'any' ? undefined : status ? [status] : IN_USE,
  kind: kind && [kind],
  groupId: group ? [group] : undefined,
  tag: tag ? [tag] : undefined,
  sort: sort ?? 'name',
});

/** Whether anything narrows the register down: an empty one then means something else. */
export const isNarrowed = ({ sort: _, ...filters }: VehicleSearch): boolean => Object.keys(filters).length > 0;

/** What a click on a column's head asks for: its order, and then the other way round. */
export const sortedBy = (field: Sorted, sort: VehicleSort = 'name'): VehicleSort =>
  sort === field ? `-${field}` : field;
