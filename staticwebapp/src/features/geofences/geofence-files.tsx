import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import type { ImportedFeatures } from '../../../../shared/client/routes.ts';
import { EXPORT_URL, useGeofenceCommands } from '../../lib/geofences/geofences.ts';
import classes from './geofences.module.css';

type Collection = Parameters<ReturnType<typeof useGeofenceCommands>['importFile']['mutate']>[0];

/** What a file holds, if it is GeoJSON of several features, or of one. */
const collectionOf = (text: string): Collection => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error('This file is no GeoJSON: it cannot be read as JSON.');
  }
  const { type, features } = { ...(data as object | null) } as { type?: unknown; features?: unknown };
  if (type === 'FeatureCollection' && Array.isArray(features)) return { type, features };
  if (type === 'Feature') return { type: 'FeatureCollection', features: [data] };
  throw new Error('This file is no GeoJSON with features.');
};

const Outcome = ({ done }: { readonly done: ImportedFeatures }) => {
  const refused = done.results.filter(({ status }) => status === 'refused');
  return (
    <div className={classes.outcome} role="status">
      <p className={classes.text}>
        {done.created} drawn, {done.updated} changed, {done.unchanged} as before
        {done.refused > 0 && `, ${done.refused} refused`}.
      </p>
      {refused.slice(0, 5).map(({ index, issues = [] }) => (
        <p key={index} className={classes.error}>
          Feature {index + 1}: {issues.map(({ message }) => message).join(' ')}
        </p>
      ))}
    </div>
  );
};

/** Geofences from GeoJSON files, and into one. */
export const GeofenceFiles = ({ mayImport }: { readonly mayImport: boolean }) => {
  const { importFile } = useGeofenceCommands();
  const [unreadable, setUnreadable] = useState<string>();
  const read = async (file: File | null) => {
    if (!file) return;
    setUnreadable(undefined);
    try {
      importFile.mutate(collectionOf(await file.text()));
    } catch (error) {
      setUnreadable(error instanceof Error ? error.message : String(error));
    }
  };
  const failure = unreadable ?? importFile.error?.message;
  return (
    <div className={classes.files}>
      <div className={classes.buttons}>
        {mayImport && (
          <FileButton onChange={(file) => void read(file)} accept=".geojson,.json,application/geo+json">
            {(props) => (
              <Button {...props} size="compact-sm" variant="default" loading={importFile.isPending}>
                Import GeoJSON
              </Button>
            )}
          </FileButton>
        )}
        <Button component="a" href={EXPORT_URL} download="geofences.geojson" size="compact-sm" variant="default">
          Export GeoJSON
        </Button>
      </div>
      {failure && (
        <p className={classes.error} role="alert">
          {failure}
        </p>
      )}
      {importFile.data && !failure && <Outcome done={importFile.data} />}
    </div>
  );
};
