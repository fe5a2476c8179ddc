import { NativeSelect, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { entityName } from '../../lib/imports/import-words.ts';
import { importEntities, useBeginImport } from '../../lib/imports/imports.ts';
import classes from './new-import.module.css';

/** A table for the fleet: what it holds, and the file. */
export const NewImport = ({ onRead }: { readonly onRead: (importId: string) => void }) => {
  const { data: entities = [] } = useQuery(importEntities);
  const [chosen, setChosen] = useState('vehicles');
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const begin = useBeginImport();
  const entity = entities.some((one) => one.entity === chosen) ? chosen : (entities[0]?.entity ?? '');

  const take = (file: File | undefined) => {
    if (!file || !entity || begin.isPending) return;
    setShare(0);
    begin.mutate({ entity, file, onProgress: setShare }, { onSuccess: ({ id }) => onRead(id) });
  };
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  const drop = (event: DragEvent) => {
    drag(false)(event);
    take(event.dataTransfer.files[0]);
  };

  return (
    <div className={classes.new}>
      <NativeSelect
        className={classes.what}
        label="What the rows are"
        data={entities.map((one) => ({ value: one.entity, label: entityName(one.entity) }))}
        value={entity}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      <label
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={drop}
      >
        <input
          type="file"
          accept=".csv,.xlsx,.txt"
          data-testid="import-file"
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <strong>{begin.isPending ? 'Reading the file…' : 'Drop a file here, or choose one'}</strong>
        <span>CSV or Excel, up to 100,000 rows. Nothing is written before you have seen what it would do.</span>
      </label>
      {begin.isPending && <Progress value={share * 100} aria-label="Uploading" size="sm" />}
      {begin.error && (
        <p className={classes.error} role="alert">
          {begin.error.message}
        </p>
      )}
      {entity && (
        <p className={classes.soft}>
          No table at hand? Start with an empty one:{' '}
          <a href={`/api/v1/imports/templates/${entity}?format=xlsx`}>Excel</a>,{' '}
          <a href={`/api/v1/imports/templates/${entity}?format=csv`}>CSV</a>.
        </p>
      )}
    </div>
  );
};
