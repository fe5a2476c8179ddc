import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { TRACK_HOURS, type TrackHours } from '../lib/fleet/use-track.ts';
import { FleetPage } from './fleet-page.tsx';
import { Crashed, NotFound } from './pages.tsx';
import { SagasPage } from './sagas-page.tsx';
import { SessionGate } from './session-gate.tsx';
import { Shell } from './shell.tsx';

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

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/map', replace: true });
  },
});

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: mapSearch,
  component: () => (
    <SessionGate>
      {(me) => (
        <Shell me={me}>
          <FleetPage />
        </Shell>
      )}
    </SessionGate>
  ),
});

const sagas = createRoute({
  getParentRoute: () => root,
  path: '/ops/sagas',
  validateSearch: sagasSearch,
  component: () => (
    <SessionGate>
      {(me) => (
        <Shell me={me}>
          <SagasPage me={me} />
        </Shell>
      )}
    </SessionGate>
  ),
});

export const router = createRouter({ routeTree: root.addChildren([home, map, sagas]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
