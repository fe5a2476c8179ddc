import type { MeterReading } from '../../../../shared/client/routes.ts';
import { formatEngineHours, formatOdometer } from '../format.ts';

type Meter = MeterReading['meter'];

/** How many metres, or seconds, are one of what people read from a meter. */
const UNITS: Readonly<Record<Meter, { readonly name: string; readonly size: number }>> = {
  odometer: { name: 'km', size: 1000 },
  engineHours: { name: 'h', size: 3600 },
};

export const meterUnit = (meter: Meter): string => UNITS[meter].name;

export const formatMeter = (meter: Meter, value: number): string =>
  meter === 'odometer' ? formatOdometer(value) : formatEngineHours(value);

/** What somebody typed, in metres or seconds; `undefined` when it is no number. @example meterValue('odometer', '84,512.5') // 84_512_500 */
export const meterValue = (meter: Meter, typed: string): number | undefined => {
  const text = typed
    .trim()
    .replace(/[\s']/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? Math.round(number * UNITS[meter].size) : undefined;
};
