import { useComputedColorScheme } from '@mantine/core';
import { useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import type { Geofence } from '../../../shared/client/routes.ts';
import { BottomSheet, type SheetLevel } from '../components/bottom-sheet.tsx';
import { Unavailable } from '../components/unavailable.tsx';
import type { MapCommands } from '../features/fleet-map/fleet-map.tsx';
import { VehiclePanel } from '../features/vehicle-panel/vehicle-panel.tsx';
import { VehicleList } from '../features/vehicles/vehicle-list.tsx';
import { VehicleListSkeleton } from '../features/vehicles/vehicle-list-skeleton.tsx';
import { may } from '../lib/auth.ts';
import { appConfig } from '../lib/config.ts';
import type { Position } from '../lib/fleet/contract.ts';
import { type TrackHours, useTrack } from '../lib/fleet/use-track.ts';
import { activeGeofences } from '../lib/geofences/geofences.ts';
import { useMe } from '../lib/use-me.ts';
import { EmptyFleet, UnknownVehicle } from './fleet-notices.tsx';
import classes from './fleet-page.module.css';
import { useFleet } from './use-fleet.ts';

const FleetMap = lazy(async () => ({ default: (await import('../features/fleet-map/fleet-map.tsx')).FleetMap }));

const route = getRouteApi('/member/map');
const DEFAULT_HOURS: TrackHours = 6;
/** What the panel covers of the map, its margins included. */
const PANEL_WIDTH = 400;
const SHEET_PEEK = 148;

const insetsOf = (phone: boolean, panelOpen: boolean, level: SheetLevel) => {
  if (!phone) return { right: panelOpen ? PANEL_WIDTH : 0, bottom: 0 };
  return { right: 0, bottom: level === 'peek' ? SHEET_PEEK : window.innerHeight * 0.48 };
};

const NO_TRACK: readonly Position[] = [];
const NO_FENCES: readonly Geofence[] = [];

/** The live map, the list of vehicles, and the one that is selected. */
export const FleetPage = () => {
  const { vehicle: selectedId, hours = DEFAULT_HOURS } = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const scheme = useComputedColorScheme('light');
  const config = useQuery(appConfig);
  const fleet = useFleet(selectedId);
  const track = useTrack(fleet.selected && selectedId, hours);
  const me = useMe();
  const [fencesShown, setFencesShown] = useLocalStorage({ key: 'wayfleet-geofences-shown', defaultValue: false });
  const mayFence = may(me, 'geofences:read');
  const fences = useQuery({ ...activeGeofences, enabled: mayFence && fencesShown });
  const [followedId, setFollowedId] = useState<string>();
  const [level, setLevel] = useState<SheetLevel>('peek');
  const commands = useRef<MapCommands>(null);

  const select = useCallback(
    (vehicle: string | undefined) => {
      setFollowedId(undefined);
      setLevel(vehicle ? 'half' : 'peek');
      void navigate({ search: ({ hours }) => ({ ...(vehicle && { vehicle }), ...(hours && { hours }) }) });
    },
    [navigate],
  );
  const raise = useCallback(() => setLevel('full'), []);
  const grab = useCallback(() => setFollowedId(undefined), []);
  useHotkeys([['Escape', () => select(undefined)]]);
  const selected = fleet.selected;

  const list = fleet.isPending ? (
    <VehicleListSkeleton />
  ) : fleet.error ? (
    <Unavailable what="The fleet" error={fleet.error} onRetry={fleet.retry} />
  ) : fleet.isEmpty ? (
    <EmptyFleet />
  ) : (
    <VehicleList
      fleet={fleet.listed}
      counts={fleet.counts}
      filter={fleet.filter}
      onFilter={fleet.setFilter}
      selectedId={selectedId}
      onSelect={select}
      onSearchFocus={raise}
    />
  );

  const panel = selected ? (
    <VehiclePanel
      item={selected}
      track={track.data}
      trackState={track.status}
      hours={hours}
      onHours={(choice) => void navigate({ search: (search) => ({ ...search, hours: choice }), replace: true })}
      following={followedId === selectedId}
      onFollow={(following) => setFollowedId(following ? selectedId : undefined)}
      onShowTrack={() => {
        setFollowedId(undefined);
        commands.current?.showTrack(track.data ?? NO_TRACK);
      }}
      onRetryTrack={() => void track.refetch()}
      onClose={() => select(undefined)}
    />
  ) : (
    selectedId && !fleet.isPending && !fleet.error && <UnknownVehicle onClose={() => select(undefined)} />
  );

  const insets = insetsOf(phone, Boolean(panel), level);
  return (
    <div className={classes.page}>
      <h1 className={classes.heading}>Live map</h1>
      {!phone && (
        <section className={classes.side} aria-label="Fleet">
          {list}
        </section>
      )}
      <div className={classes.stage}>
        {config.data && (
          <Suspense fallback={<div className={classes.mapWaiting} role="status" aria-label="Loading the map" />}>
            <FleetMap
              config={config.data}
              scheme={scheme}
              fleet={fleet.shown}
              loaded={fleet.positionsLoaded}
              selectedId={selectedId}
              following={followedId !== undefined && followedId === selectedId}
              track={selected ? (track.data ?? NO_TRACK) : NO_TRACK}
              insets={insets}
              onSelect={select}
              onGrab={grab}
              fences={
                mayFence
                  ? {
                      shown: fencesShown ? (fences.data ?? NO_FENCES) : undefined,
                      onToggle: () => setFencesShown(!fencesShown),
                    }
                  : undefined
              }
              commands={commands}
            />
          </Suspense>
        )}
        {!phone && panel && (
          <div className={classes.panel}>
            <div className={classes.scroller}>{panel}</div>
          </div>
        )}
        {phone && (
          <BottomSheet label={panel ? 'Vehicle' : 'Vehicles'} level={level} onLevel={setLevel}>
            {panel || list}
          </BottomSheet>
        )}
      </div>
    </div>
  );
};
