import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { auditSearch } from '../lib/audit/audit.ts';
import { may } from '../lib/auth.ts';
import { deviceSearch } from '../lib/devices/device-search.ts';
import { TRACK_HOURS, type TrackHours } from '../lib/fleet/use-track.ts';
import { geofenceSearch } from '../lib/geofences/geofence-search.ts';
import { scoreSearch } from '../lib/scorecards/score-search.ts';
import { useMe } from '../lib/use-me.ts';
import { vehicleSearch } from '../lib/vehicles/vehicle-search.ts';
import { FleetPage } from './fleet-page.tsx';
import { Crashed, NotFound } from './pages.tsx';
import { SagasPage } from './sagas-page.tsx';
import { SessionGate } from './session-gate.tsx';
import { Shell } from './shell.tsx';
import { StartPage } from './start-page.tsx';

/** What of the map is in its address, so that a link shows a colleague the same. */
export interface MapSearch {
  readonly vehicle?: string;
  readonly hours?: TrackHours;
}

const mapSearch = ({ vehicle, hours }: Record<string, unknown>): MapSearch => {
  const known = TRACK_HOURS.find((choice) => choice === Number(hours));
  return { ...(typeof vehicle === 'string' && vehicle && { vehicle }), ...(known && { hours: known }) };
};

/** The saga whose steps are shown. */
export interface SagasSearch {
  readonly saga?: string;
}

const sagasSearch = ({ saga }: Record<string, unknown>): SagasSearch =>
  typeof saga === 'string' && saga ? { saga } : {};

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Crashed });

/** What every member has around their pages, and keeps while they go from one to the next. */
const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  component: () => (
    <SessionGate>
      {(me) => (
        <Shell me={me}>
          <Outlet />
        </Shell>
      )}
    </SessionGate>
  ),
});

/** A page for whoever may see it; everybody else is taken to where they start. */
const onlyWith = (scope: string, Page: ComponentType) => () =>
  may(useMe(), scope) ? <Page /> : <Navigate to="/" replace />;

const home = createRoute({
  getParentRoute: () => member,
  path: '/',
  component: () => (may(useMe(), 'vehicles:read') ? <Navigate to="/map" replace /> : <StartPage />),
});

const map = createRoute({
  getParentRoute: () => member,
  path: '/map',
  validateSearch: mapSearch,
  component: onlyWith('vehicles:read', FleetPage),
});

const sagas = createRoute({
  getParentRoute: () => member,
  path: '/ops/sagas',
  validateSearch: sagasSearch,
  component: onlyWith('ops:read', SagasPage),
});

// What most people do not open first is loaded when they do.

const vehicles = createRoute({
  getParentRoute: () => member,
  path: '/vehicles',
  validateSearch: vehicleSearch,
  component: onlyWith(
    'vehicles:read',
    lazyRouteComponent(() => import('./vehicles-page.tsx'), 'VehiclesPage'),
  ),
});

const vehicle = createRoute({
  getParentRoute: () => member,
  path: '/vehicles/$vehicleId',
  component: onlyWith(
    'vehicles:read',
    lazyRouteComponent(() => import('./vehicle-page.tsx'), 'VehiclePage'),
  ),
});

const devices = createRoute({
  getParentRoute: () => member,
  path: '/devices',
  validateSearch: deviceSearch,
  component: onlyWith(
    'devices:read',
    lazyRouteComponent(() => import('./devices-page.tsx'), 'DevicesPage'),
  ),
});

const scorecards = createRoute({
  getParentRoute: () => member,
  path: '/scorecards',
  validateSearch: scoreSearch,
  component: onlyWith(
    'scorecards:read',
    lazyRouteComponent(() => import('./scorecards-page.tsx'), 'ScorecardsPage'),
  ),
});

const geofences = createRoute({
  getParentRoute: () => member,
  path: '/geofences',
  validateSearch: geofenceSearch,
  component: onlyWith(
    'geofences:read',
    lazyRouteComponent(() => import('./geofences-page.tsx'), 'GeofencesPage'),
  ),
});

const imports = createRoute({
  getParentRoute: () => member,
  path: '/imports',
  component: onlyWith(
    'imports:read',
    lazyRouteComponent(() => import('./imports-page.tsx'), 'ImportsPage'),
  ),
});

const oneImport = createRoute({
  getParentRoute: () => member,
  path: '/imports/$importId',
  component: onlyWith(
    'imports:read',
    lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
  ),
});

const audit = createRoute({
  getParentRoute: () => member,
  path: '/audit',
  validateSearch: auditSearch,
  component: onlyWith(
    'audit:read',
    lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([
    member.addChildren([
      home,
      map,
      vehicles,
      vehicle,
      geofences,
      devices,
      scorecards,
      imports,
      oneImport,
      sagas,
      audit,
    ]),
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
