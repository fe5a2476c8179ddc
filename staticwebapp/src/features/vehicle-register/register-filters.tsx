import { NativeSelect } from '@mantine/core';
import type { Group } from '../../../../shared/client/routes.ts';
import { TypedInput } from '../../components/typed-input.tsx';
import { KINDS, STATUSES, type VehicleSearch } from '../../lib/vehicles/vehicle-search.ts';
import { KIND_WORDS, STATUS_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import classes from './register-filters.module.css';

const STATUS_CHOICES = [
  { value: '', label: 'In use' },
  ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
  { value: 'any', label: 'Any status' },
];
const KIND_CHOICES = [{ value: '', label: 'Any kind' }, ...KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))];
const SORT_CHOICES = [
  { value: 'name', label: 'By name' },
  { value: 'plate', label: 'By plate' },
  { value: '-modelYear', label: 'Newest model first' },
  { value: '-odometer', label: 'Furthest first' },
  { value: '-registeredAt', label: 'Registered last' },
];

/** A choice as the address may say it; what makes no sense is left out there. */
type Asked = { readonly [Name in keyof VehicleSearch]?: string | undefined };

interface RegisterFiltersProps {
  readonly search: VehicleSearch;
  readonly groups: readonly Group[];
  readonly onChange: (asked: Asked) => void;
}

/** Which vehicles to show. */
export const RegisterFilters = ({ search, groups, onChange }: RegisterFiltersProps) => (
  <search className={classes.filters}>
    <TypedInput
      className={classes.search}
      label="Search vehicles by name, plate, VIN, make or model"
      placeholder="Name, plate, VIN, make, model"
      search
      value={search.search ?? ''}
      onChange={(text) => onChange({ search: text || undefined })}
    />
    <NativeSelect
      aria-label="Status"
      data={STATUS_CHOICES}
      value={search.status ?? ''}
      onChange={({ currentTarget }) => onChange({ status: currentTarget.value || undefined })}
      data-testid="filter-status"
    />
    <NativeSelect
      aria-label="Kind"
      data={KIND_CHOICES}
      value={search.kind ?? ''}
      onChange={({ currentTarget }) => onChange({ kind: currentTarget.value || undefined })}
    />
    <NativeSelect
      aria-label="Group"
      data={[
        { value: '', label: 'Any group' },
        ...groups
          .filter(({ archivedAt }) => !archivedAt)
          .map(({ id, name, path }) => ({ value: id, label: `${'\u2003'.repeat(path.length - 1)}${name}` })),
      ]}
      value={search.group ?? ''}
      onChange={({ currentTarget }) => onChange({ group: currentTarget.value || undefined })}
    />
    <TypedInput
      label="Tag"
      placeholder="Any tag"
      value={search.tag ?? ''}
      onChange={(tag) => onChange({ tag: tag.trim().toLowerCase().replace(/\s+/g, '-') || undefined })}
    />
    <NativeSelect
      className={classes.sort}
      aria-label="Order"
      data={SORT_CHOICES}
      value={search.sort ?? 'name'}
      onChange={({ currentTarget }) => onChange({ sort: currentTarget.value })}
    />
  </search>
);
