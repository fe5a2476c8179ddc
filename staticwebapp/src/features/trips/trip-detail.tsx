import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Trip } from '../../../../shared/client/routes.ts';
import { Loaded, Quiet } from '../../components/section.tsx';
import { appConfig } from '../../lib/config.ts';
import {
  formatClock,
  formatDuration,
  formatEnergy,
  formatLitres,
  formatMinute,
  formatSpeed,
} from '../../lib/format.ts';
import { INCIDENT_WORDS, incidentMeasure } from '../../lib/trips/trip-words.ts';
import { tripTrack } from '../../lib/trips/trips.ts';
import { ClassifyTrip } from './classify-trip.tsx';
import classes from './trips.module.css';

const TripMap = lazy(async () => ({ default: (await import('./trip-map.tsx')).TripMap }));

const ENDED_WORDS: Readonly<Record<Trip['endedBy'], string>> = {
  ignition: 'the ignition was turned off',
  stop: 'it stood still',
  gap: 'nothing more was heard',
};

const factsOf = (trip: Trip): readonly (readonly [string, string])[] => {
  const { movingSeconds, idleSeconds, maxSpeed, gaps, consumed, endedBy, correctedAt } = trip;
  const { fuelMillilitres, energyWattHours } = consumed;
  return [
    ['Moving', formatDuration(movingSeconds)],
    ['Idling', formatDuration(idleSeconds)],
    ...(maxSpeed === undefined ? [] : [['Top speed', formatSpeed(maxSpeed)] as const]),
    ...(fuelMillilitres === undefined ? [] : [['Fuel', formatLitres(fuelMillilitres)] as const]),
    ...(energyWattHours === undefined ? [] : [['Energy', formatEnergy(energyWattHours)] as const]),
    ['Ended when', ENDED_WORDS[endedBy]],
    ...(gaps > 0 ? [['Gaps', `${gaps}, the way in between is a guess`] as const] : []),
    ...(correctedAt ? [['Corrected', formatMinute(correctedAt)] as const] : []),
  ];
};

const Track = ({ trip }: { readonly trip: Trip }) => {
  const scheme = useComputedColorScheme('light');
  const config = useQuery(appConfig);
  const track = useQuery(tripTrack(trip));
  return (
    <Loaded query={track}>
      {(fixes) =>
        fixes.length < 2 ? (
          <Quiet>Its positions are no longer kept.</Quiet>
        ) : (
          <div className={classes.map}>
            {config.data && (
              <Suspense fallback={<Skeleton height="100%" radius={10} aria-label="Loading the map" />}>
                <TripMap
                  config={config.data}
                  scheme={scheme}
                  track={fixes}
                  incidents={trip.driving?.incidents ?? []}
                  end={trip.end}
                />
              </Suspense>
            )}
          </div>
        )
      }
    </Loaded>
  );
};

const Incidents = ({ driving }: { readonly driving: Trip['driving'] }) =>
  driving &&
  driving.incidents.length > 0 && (
    <ul className={classes.incidents} aria-label="Incidents">
      {driving.incidents.map((incident) => (
        <li key={`${incident.kind} ${incident.at}`} data-kind={incident.kind}>
          <time dateTime={incident.at}>{formatClock(incident.at)}</time>
          <span>{INCIDENT_WORDS[incident.kind]}</span>
          <span className={classes.soft}>{incidentMeasure(incident)}</span>
        </li>
      ))}
    </ul>
  );

interface TripDetailProps {
  readonly trip: Trip;
  readonly mayClassify: boolean;
}

/** The way it took, how it was driven, and what it was for. */
export const TripDetail = ({ trip, mayClassify }: TripDetailProps) => (
  <div className={classes.detail} data-testid="trip-detail">
    {trip.start && <Track trip={trip} />}
    <dl className={classes.facts}>
      {factsOf(trip).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <Incidents driving={trip.driving} />
    {(trip.purpose || trip.note) && (
      <p className={classes.note}>{[trip.purpose, trip.note].filter(Boolean).join(' — ')}</p>
    )}
    {mayClassify && <ClassifyTrip key={trip.version} trip={trip} />}
  </div>
);
