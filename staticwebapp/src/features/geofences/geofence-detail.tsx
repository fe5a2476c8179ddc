import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { rulesWords } from '../../lib/geofences/geofence-form.ts';
import { useGeofenceCommands } from '../../lib/geofences/geofences.ts';
import classes from './geofences.module.css';
import { VisitList } from './visit-list.tsx';

interface GeofenceDetailProps {
  readonly fence: Geofence;
  readonly mayWrite: boolean;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** One geofence: what it watches for, what can be done with it, and who was there. */
export const GeofenceDetail = ({ fence, mayWrite, onEdit, onClose }: GeofenceDetailProps) => {
  const { setArchived } = useGeofenceCommands();
  const [asking, setAsking] = useState(false);
  const archived = fence.status === 'archived';
  const close = () => {
    setAsking(false);
    setArchived.reset();
  };
  return (
    <div className={classes.detail} data-testid="fence-detail">
      <button type="button" className={classes.back} onClick={onClose}>
        ‹ Geofences
      </button>
      <h2 className={classes.name}>
        <span className={classes.swatch} style={{ background: fence.colour ?? 'var(--brand)' }} aria-hidden />
        {fence.name}
      </h2>
      {archived && <p className={classes.soft}>Archived: it watches nothing.</p>}
      {fence.description && <p className={classes.text}>{fence.description}</p>}
      <ul className={classes.rules}>
        {rulesWords(fence.rules).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {mayWrite && !asking && (
        <div className={classes.buttons}>
          {!archived && (
            <Button size="compact-sm" variant="default" onClick={onEdit} data-testid="edit-fence">
              Edit
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)} data-testid="archive-fence">
            {archived ? 'Restore…' : 'Archive…'}
          </Button>
        </div>
      )}
      {asking && (
        <ConfirmForm
          what={archived ? 'Restore' : 'Archive'}
          means={
            archived
              ? 'It watches again, from now on.'
              : 'It watches nothing any more; visits that are open end. What it has seen stays, and it can be restored.'
          }
          busy={setArchived.isPending}
          error={setArchived.error}
          onConfirm={() => setArchived.mutate(fence, { onSuccess: close })}
          onCancel={close}
        />
      )}
      <h3 className={classes.title}>Recent visits</h3>
      <VisitList geofenceId={fence.id} />
    </div>
  );
};
