import type { DrivingIncident, Spot, Trip, VehicleActivity } from '../../../../shared/client/routes.ts';
import { formatCoordinates, formatDuration, formatSpeed } from '../format.ts';

export const STATE_WORDS: Readonly<Record<VehicleActivity['state'], string>> = {
  driving: 'Driving',
  idling: 'Idling',
  parked: 'Parked',
  unknown: 'Not known',
};

export const CLASSIFICATION_WORDS: Readonly<Record<Trip['classification'], string>> = {
  unclassified: 'Not classified',
  business: 'Business',
  commute: 'Commute',
  private: 'Private',
};

export const INCIDENT_WORDS: Readonly<Record<DrivingIncident['kind'], string>> = {
  'harsh-brake': 'Harsh braking',
  'harsh-acceleration': 'Harsh acceleration',
  'harsh-corner': 'Harsh cornering',
  speeding: 'Speeding',
};

/** @example placeWords({ lat: 50.94, lon: 6.96 }) // '50.94000, 6.96000' */
export const placeWords = ({ lat, lon, place }: Spot): string => place?.name ?? formatCoordinates(lat, lon);

const g = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** How bad it was. @example incidentMeasure({ kind: 'speeding', peak: 20, limit: 13.9, … }) // '72 km/h where 50 km/h are allowed, 12 s' */
export const incidentMeasure = ({ kind, peak, limit, seconds }: DrivingIncident): string => {
  if (kind !== 'speeding') return `${g.format(peak)} m/s²`;
  const allowed = limit === undefined ? '' : ` where ${formatSpeed(limit)} are allowed`;
  return `${formatSpeed(peak)}${allowed}, ${formatDuration(seconds)}`;
};

const counted = (count: number, one: string, many: string) =>
  count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];

/** What counts against a trip, in a few words; empty when nothing does. @example '2 harsh brakes · speeding 40 s' */
export const drivingWords = (driving: Trip['driving']): string =>
  driving
    ? [
        ...counted(driving.harshBrakes, 'harsh brake', 'harsh brakes'),
        ...counted(driving.harshAccelerations, 'harsh acceleration', 'harsh accelerations'),
        ...counted(driving.harshCorners, 'harsh corner', 'harsh corners'),
        ...(driving.speedingSeconds > 0 ? [`speeding ${formatDuration(driving.speedingSeconds)}`] : []),
      ].join(' · ')
    : '';
