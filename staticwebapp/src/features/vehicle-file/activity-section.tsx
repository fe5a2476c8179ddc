import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VehicleActivity } from '../../../../shared/client/routes.ts';
import { Loaded, Quiet, Section } from '../../components/section.tsx';
import {
  formatAgo,
  formatClock,
  formatDistance,
  formatDuration,
  formatEngineHours,
  formatMinute,
  formatOdometer,
  formatSpeed,
} from '../../lib/format.ts';
import { activeGeofences } from '../../lib/geofences/geofences.ts';
import { STATE_WORDS } from '../../lib/trips/trip-words.ts';
import { vehicleActivity } from '../../lib/trips/trips.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './activity-section.module.css';

const AGE_EVERY = 10_000;

const BY_WORDS: Readonly<Record<VehicleActivity['odometerBy'] | VehicleActivity['engineBy'], string>> = {
  device: 'by its device',
  positions: 'added up from positions',
  ignition: 'by the ignition',
  movement: 'by its movement',
};

const Level = ({ name, percent }: { readonly name: string; readonly percent: number }) => (
  <div>
    <dt>{name}</dt>
    <dd className={classes.value}>{Math.round(percent)} %</dd>
    <dd>
      <meter className={classes.level} min={0} max={100} low={15} value={percent} aria-label={name} />
    </dd>
  </div>
);

const Meters = ({ activity }: { readonly activity: VehicleActivity }) => (
  <dl className={classes.meters}>
    <div>
      <dt>Odometer</dt>
      <dd className={classes.value} data-testid="activity-odometer">
        {formatOdometer(activity.odometerMetres)}
      </dd>
      <dd className={classes.soft}>{BY_WORDS[activity.odometerBy]}</dd>
    </div>
    <div>
      <dt>Engine</dt>
      <dd className={classes.value}>{formatEngineHours(activity.engineSeconds)}</dd>
      <dd className={classes.soft}>{BY_WORDS[activity.engineBy]}</dd>
    </div>
    {activity.fuelPercent !== undefined && <Level name="Fuel" percent={activity.fuelPercent} />}
    {activity.stateOfChargePercent !== undefined && <Level name="Charge" percent={activity.stateOfChargePercent} />}
  </dl>
);

const CurrentTrip = ({ trip }: { readonly trip: NonNullable<VehicleActivity['trip']> }) => {
  const parts = [
    `On its way since ${formatClock(trip.startedAt)}`,
    formatDistance(trip.metres),
    `${formatDuration(trip.movingSeconds)} moving`,
    trip.idleSeconds >= 60 && `${formatDuration(trip.idleSeconds)} idling`,
    trip.harshEvents > 0 && `${trip.harshEvents} harsh ${trip.harshEvents === 1 ? 'event' : 'events'}`,
    trip.speedingSeconds > 0 && `speeding ${formatDuration(trip.speedingSeconds)}`,
  ];
  return (
    <p className={classes.line} data-testid="current-trip">
      {parts.filter(Boolean).join(' · ')}
    </p>
  );
};

const Inside = ({ activity }: { readonly activity: VehicleActivity }) => {
  const { data: fences = [] } = useQuery(activeGeofences);
  const inside = activity.geofenceIds.map((id) => ({ id, name: fences.find((fence) => fence.id === id)?.name ?? id }));
  if (inside.length === 0) return null;
  return (
    <p className={classes.fences}>
      <span className={classes.soft}>Inside</span>
      {inside.map(({ id, name }) => (
        <Link key={id} to="/geofences" search={{ fence: id }} className={classes.fence}>
          {name}
        </Link>
      ))}
      {activity.speedLimit !== undefined && (
        <span className={classes.soft}>{formatSpeed(activity.speedLimit)} allowed</span>
      )}
    </p>
  );
};

/** What the vehicle is doing, as far as its device tells. */
export const ActivitySection = ({ vehicleId }: { readonly vehicleId: string }) => {
  const now = useNow(AGE_EVERY);
  return (
    <Section title="Activity">
      <Loaded query={useQuery(vehicleActivity(vehicleId))}>
        {(activity) =>
          activity === null ? (
            <Quiet>No device has reported for this vehicle yet.</Quiet>
          ) : (
            <div className={classes.activity}>
              <p className={classes.state} data-state={activity.state} data-testid="activity-state">
                <strong>{STATE_WORDS[activity.state]}</strong>
                <span className={classes.soft}>
                  {activity.since && `since ${formatMinute(activity.since)} · `}
                  heard {formatAgo(activity.position.at, now)}
                </span>
              </p>
              {activity.trip && <CurrentTrip trip={activity.trip} />}
              <Inside activity={activity} />
              <Meters activity={activity} />
            </div>
          )
        }
      </Loaded>
    </Section>
  );
};
