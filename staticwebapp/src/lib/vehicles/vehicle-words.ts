import type { HistoryEntry, MeterReading, Vehicle } from '../../../../shared/client/routes.ts';
import { formatDay } from '../format.ts';
import type { VehicleKind, VehicleStatus } from './vehicle-search.ts';

export const STATUS_WORDS: Readonly<Record<VehicleStatus, string>> = {
  active: 'Active',
  'in-shop': 'In shop',
  'out-of-service': 'Out of service',
  retired: 'Retired',
  sold: 'Sold',
};

export const KIND_WORDS: Readonly<Record<VehicleKind, string>> = {
  car: 'Car',
  van: 'Van',
  truck: 'Truck',
  bus: 'Bus',
  trailer: 'Trailer',
  equipment: 'Equipment',
  other: 'Other',
};

export const ENERGY_WORDS: Readonly<Record<NonNullable<Vehicle['energy']>, string>> = {
  diesel: 'Diesel',
  petrol: 'Petrol',
  electric: 'Electric',
  hybrid: 'Hybrid',
  'plug-in-hybrid': 'Plug-in hybrid',
  cng: 'CNG',
  lpg: 'LPG',
  hydrogen: 'Hydrogen',
  none: 'None',
};

export const METER_WORDS: Readonly<Record<MeterReading['meter'], string>> = {
  odometer: 'Odometer',
  engineHours: 'Engine hours',
};

type VoidReason = NonNullable<MeterReading['void']>['reason'];

/** Why a reading does not count, for the person who has just recorded it or wonders about it later. */
export const VOID_WORDS: Readonly<Record<VoidReason, string>> = {
  'in-future': 'Its time is in the future.',
  duplicate: 'The same reading was there before.',
  'below-earlier': 'It is below an earlier reading: the meter would have gone backwards.',
  'above-later': 'It is above a later reading: the meter would have gone backwards.',
  jump: 'It is further from the reading before than the vehicle can have got.',
  voided: 'Somebody has taken it back.',
};

/** @example 'Ford Transit 2023' */
export const modelOf = ({ make, model, modelYear }: Pick<Vehicle, 'make' | 'model' | 'modelYear'>): string =>
  [make, model, modelYear].filter((part) => part !== undefined).join(' ');

const DETAIL_WORDS: Readonly<Record<string, string>> = {
  name: 'name',
  kind: 'kind',
  externalId: 'external id',
  plate: 'plate',
  vin: 'VIN',
  make: 'make',
  model: 'model',
  modelYear: 'model year',
  energy: 'energy',
  tankMillilitres: 'tank',
  batteryWattHours: 'battery',
  colour: 'colour',
  notes: 'notes',
  tags: 'tags',
  customFields: 'own fields',
  acquisition: 'acquisition',
  depreciation: 'depreciation',
  replacement: 'replacement',
};

/** Short values are said; what is long or has parts is only named. */
const changeWords = ([field, value]: [string, unknown]): string => {
  const name = DETAIL_WORDS[field] ?? field;
  if (value === null) return `${name} removed`;
  if (Array.isArray(value)) return value.length > 0 ? `${name}: ${value.join(', ')}` : `${name} removed`;
  if (field === 'tankMillilitres') return `${name}: ${Number(value) / 1000} l`;
  if (field === 'batteryWattHours') return `${name}: ${Number(value) / 1000} kWh`;
  return typeof value === 'object' || field === 'notes' ? `${name} changed` : `${name}: ${value}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @example plain('VehicleKeyLost') // 'Vehicle key lost' */
const plain = (type: string): string => capital(type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase());

const because = (reason: unknown): string => (typeof reason === 'string' ? `: ${reason}` : '');

/** What happened to a vehicle, in a sentence. */
export const historyWords = ({ type, data }: HistoryEntry, groupName: (id: string) => string): string => {
  switch (type) {
    case 'VehicleRegistered':
      return `Registered as ${data.name}`;
    case 'VehicleRenamed':
      return `Renamed to ${data.name}`;
    case 'VehicleDetailsChanged':
      return capital(
        Object.entries(data.changes ?? {})
          .map(changeWords)
          .join(', '),
      );
    case 'VehicleMoved':
      return data.groupId === null ? 'Moved to the company itself' : `Moved to ${groupName(String(data.groupId))}`;
    case 'VehicleStatusChanged':
      return `${STATUS_WORDS[data.status as VehicleStatus] ?? data.status}${because(data.reason)}`;
    case 'VehicleRetired':
      return `Retired${because(data.reason)}`;
    case 'VehicleSold':
      return `Sold on ${formatDay(String(data.soldOn))}${data.buyer ? ` to ${data.buyer}` : ''}`;
    case 'VehicleReinstated':
      return `Reinstated${because(data.reason)}`;
    default:
      return plain(type);
  }
};
