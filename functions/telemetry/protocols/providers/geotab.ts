import { z } from 'zod';
import type { Attributes } from '../../contract.ts';
import { METRES_PER_SECOND_PER_KMH, MILLILITRES_PER_LITRE } from '../units.ts';
import { inOrder, joined, type Said } from './joined.ts';
import {
  attributesOf,
  extraNumber,
  instantOf,
  listed,
  membersOf,
  type ReadPayload,
  scaled,
  type Told,
  told,
} from './told.ts';

const PROVIDER = 'geotab';

/** What a diagnostic is called here, and what its number is to be multiplied by. */
const DIAGNOSTICS: Readonly<Record<string, readonly [attribute: string, factor: number]>> = {
  DiagnosticOdometerId: ['odometer', 1],
  DiagnosticOdometerAdjustmentId: ['odometer', 1],
  DiagnosticEngineHoursId: ['engineSeconds', 1],
  DiagnosticEngineHoursAdjustmentId: ['engineSeconds', 1],
  DiagnosticEngineSpeedId: ['rpm', 1],
  DiagnosticFuelLevelId: ['fuelLevel', 1],
  DiagnosticFuelUnitsId: ['fuelMillilitres', MILLILITRES_PER_LITRE],
  DiagnosticTotalFuelUsedId: ['fuelUsed', MILLILITRES_PER_LITRE],
  DiagnosticDeviceTotalFuelId: ['fuelUsed', MILLILITRES_PER_LITRE],
  DiagnosticStateOfChargeId: ['stateOfCharge', 1],
  DiagnosticEngineCoolantTemperatureId: ['coolant', 1],
  DiagnosticAcceleratorPedalPositionId: ['throttle', 1],
  DiagnosticGoDeviceVoltageId: ['power', 1],
  DiagnosticAccelerationForwardBrakingId: ['accelerationX', 1],
  DiagnosticAccelerationSideToSideId: ['accelerationY', 1],
  DiagnosticAccelerationUpDownId: ['accelerationZ', 1],
};

const attributesOfStatus = (diagnostic: unknown, value: number | undefined): Attributes | undefined => {
  if (value === undefined) return undefined;
  if (diagnostic === 'DiagnosticIgnitionId') return { ignition: value !== 0 };
  const [attribute = '', factor = 1] = DIAGNOSTICS[String(diagnostic)] ?? [];
  return attribute === '' ? undefined : attributesOf({ [attribute]: scaled(value, factor) });
};

/** A reference to another record: `{ id }`, or the id alone. */
const idOf = (reference: unknown): unknown => (typeof reference === 'string' ? reference : membersOf(reference).id);

interface Status extends Said {
  readonly device: unknown;
}

const statusOf = (raw: unknown): Status[] => {
  const { device, dateTime, data, diagnostic } = membersOf(raw);
  const attributes = attributesOfStatus(idOf(diagnostic), extraNumber.parse(data));
  return attributes ? [{ device: idOf(device), at: instantOf(dateTime), attributes }] : [];
};

const Log = z.looseObject({ speed: extraNumber });

const logTold = (raw: unknown, device: unknown, at: number, attributes: Attributes, now: number): Told => {
  const log = Log.safeParse(raw).data;
  const seen = {
    ...{ id: device, at, lat: log?.latitude, lon: log?.longitude },
    speed: scaled(log?.speed, METRES_PER_SECOND_PER_KMH),
    attributes: attributesOf(attributes),
  };
  return told(PROVIDER, raw, seen, now);
};

/**
 * Geotab: records of the feeds `LogRecord` (positions) and `StatusData` (what the engine says), which come apart and are put together by device and time.
 * Kilometres an hour, metres, seconds, litres; `LogRecord` has no heading. What a device says without a position in the same payload is left out.
 *
 * Sources: https://developers.geotab.com/myGeotab/guides/dataFeed/index.html , https://developers.geotab.com/myGeotab/apiReference/objects (LogRecord,
 * StatusData, KnownId)
 */
export const readGeotab: ReadPayload = (payload, now) => {
  const { logRecords, statusData } = membersOf(payload);
  const said = Map.groupBy(listed(statusData).flatMap(statusOf), ({ device }) => device);
  const logs = listed(logRecords).map((raw) => ({
    raw,
    device: idOf(membersOf(raw).device),
    at: instantOf(membersOf(raw).dateTime),
  }));
  return [...Map.groupBy(logs, ({ device }) => device)].flatMap(([device, own]) => {
    const ordered = inOrder(own);
    const moments = ordered.map(({ at }) => at);
    const added = joined(moments, said.get(device) ?? []);
    return ordered.map(({ raw, at }, index) => logTold(raw, device, at, added[index] ?? {}, now));
  });
};
