import { Button, NativeSelect, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { PlusIcon } from '../../components/icons.tsx';
import { Notice } from '../../components/notice.tsx';
import { TypedInput } from '../../components/typed-input.tsx';
import { Unavailable } from '../../components/unavailable.tsx';
import type { GeofenceFilter } from '../../lib/geofences/geofences.ts';
import { GeofenceFiles } from './geofence-files.tsx';
import { GeofenceList } from './geofence-list.tsx';
import classes from './geofences.module.css';

const STATUS_CHOICES = [
  { value: '', label: 'Active' },
  { value: 'archived', label: 'Archived' },
];

interface FoundProps {
  readonly list: UseQueryResult<readonly Geofence[]>;
  readonly filter: GeofenceFilter;
  readonly onSelect: (geofenceId: string) => void;
}

const Found = ({ list, filter, onSelect }: FoundProps) => {
  if (!list.data)
    return list.error ? (
      <Unavailable what="The list" error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <Skeleton height={14} width="60%" m={16} radius={6} aria-label="Loading geofences" />
    );
  if (list.data.length > 0) return <GeofenceList fences={list.data} onSelect={onSelect} />;
  if (filter.search || filter.status === 'archived')
    return (
      <Notice title="No geofence matches">
        <p>Nothing fits what is looked for.</p>
      </Notice>
    );
  return (
    <Notice title="No geofences yet">
      <p>Draw where vehicles come and go: visits, speed and absences are told from then on.</p>
    </Notice>
  );
};

interface GeofenceBrowserProps extends FoundProps {
  readonly onAsk: (asked: Readonly<Record<string, string | undefined>>) => void;
  /** Absent for whoever may not draw. */
  readonly onNew?: () => void;
}

/** Looks for geofences, begins new ones, and takes them from files. */
export const GeofenceBrowser = ({ list, filter, onAsk, onSelect, onNew }: GeofenceBrowserProps) => (
  <>
    <header className={classes.head}>
      <h1 className={classes.heading}>Geofences</h1>
      {onNew && (
        <Button size="sm" leftSection={<PlusIcon />} onClick={onNew} data-testid="new-fence">
          New geofence
        </Button>
      )}
    </header>
    <search className={classes.filters}>
      <TypedInput
        label="Search geofences by name"
        placeholder="Name"
        search
        value={filter.search ?? ''}
        onChange={(text) => onAsk({ search: text || undefined })}
      />
      <NativeSelect
        aria-label="Status"
        data={STATUS_CHOICES}
        value={filter.status === 'active' ? '' : filter.status}
        onChange={({ currentTarget }) => onAsk({ status: currentTarget.value || undefined })}
      />
    </search>
    <div className={classes.found}>
      <Found list={list} filter={filter} onSelect={onSelect} />
    </div>
    <GeofenceFiles mayImport={onNew !== undefined} />
  </>
);
