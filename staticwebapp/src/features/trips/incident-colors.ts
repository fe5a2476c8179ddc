import type { DrivingIncident } from '../../../../shared/client/routes.ts';

/** The same on the map and in the list beside it. */
export const INCIDENT_COLORS: Readonly<Record<DrivingIncident['kind'], string>> = {
  'harsh-brake': '#d63b3b',
  'harsh-acceleration': '#e07a10',
  'harsh-corner': '#8a4fd0',
  speeding: '#c2185b',
};
