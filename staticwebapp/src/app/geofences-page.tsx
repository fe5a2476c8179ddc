import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Geofence } from '../../../shared/client/routes.ts';
import { Unavailable } from '../components/unavailable.tsx';
import { GeofenceBrowser } from '../features/geofences/geofence-browser.tsx';
import { GeofenceDetail } from '../features/geofences/geofence-detail.tsx';
import { GeofenceEditor } from '../features/geofences/geofence-editor.tsx';
import { may } from '../lib/auth.ts';
import { appConfig } from '../lib/config.ts';
import { useVehiclePositions } from '../lib/fleet/use-positions.ts';
import { emptyForm, formOf, type GeofenceForm } from '../lib/geofences/geofence-form.ts';
import { geofenceSearch } from '../lib/geofences/geofence-search.ts';
import { geofenceList, oneGeofence } from '../lib/geofences/geofences.ts';
import { useMe } from '../lib/use-me.ts';
import classes from './geofences-page.module.css';

const GeofenceMap = lazy(async () => ({
  default: (await import('../features/geofences/geofence-map.tsx')).GeofenceMap,
}));

const route = getRouteApi('/member/geofences');
const NONE: readonly Geofence[] = [];

/** The parts of the map that are watched: where, for what, and who was there. */
export const GeofencesPage = () => {
  const me = useMe();
  const { fence: selectedId, search, status = 'active' } = route.useSearch();
  const navigate = route.useNavigate();
  const scheme = useComputedColorScheme('light');
  const config = useQuery(appConfig);
  const list = useQuery(geofenceList({ search, status }));
  const one = useQuery({ ...oneGeofence(selectedId ?? ''), enabled: selectedId !== undefined });
  const positions = useVehiclePositions();
  const [form, setForm] = useState<GeofenceForm>();
  const fences = list.data ?? NONE;
  const selected = selectedId === undefined ? undefined : (one.data ?? fences.find(({ id }) => id === selectedId));
  const mayWrite = may(me, 'geofences:write');
  const ask = (asked: Record<string, string | undefined>) =>
    void navigate({ search: (before) => geofenceSearch({ ...before, ...asked }), replace: true });
  const select = (fence: string | undefined) => {
    setForm(undefined);
    void navigate({ search: (before) => geofenceSearch({ ...before, fence }) });
  };
  const side = form ? (
    <GeofenceEditor
      key={selected?.id ?? 'new'}
      fence={selected}
      form={form}
      onChange={setForm}
      onDone={({ id }) => select(id)}
      onCancel={() => setForm(undefined)}
    />
  ) : selected ? (
    <GeofenceDetail
      key={selected.id}
      fence={selected}
      mayWrite={mayWrite}
      onEdit={() => setForm(formOf(selected))}
      onClose={() => select(undefined)}
    />
  ) : selectedId && one.error ? (
    <Unavailable what="The geofence" error={one.error} onRetry={() => void one.refetch()} />
  ) : (
    <GeofenceBrowser
      list={list}
      filter={{ search, status }}
      onAsk={ask}
      onSelect={select}
      {...(mayWrite && {
        onNew: () => {
          select(undefined);
          setForm(emptyForm);
        },
      })}
    />
  );

  return (
    <div className={classes.page}>
      <section className={classes.side} aria-label="Geofences">
        {side}
      </section>
      <div className={classes.stage}>
        {config.data && list.data && (
          <Suspense fallback={<div role="status" aria-label="Loading the map" />}>
            <GeofenceMap
              config={config.data}
              scheme={scheme}
              fences={fences}
              selected={selected}
              vehicles={positions.data ? [...positions.data.values()] : []}
              editing={
                form && {
                  drawing: form.drawing,
                  colour: form.colour,
                  onDraw: (drawing) => setForm((before) => before && { ...before, drawing }),
                }
              }
              onSelect={select}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
};
