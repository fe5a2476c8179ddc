/** A finite number, or undefined for anything else; `1,5` counts as 1.5. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value.trim().replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
};

const DATE_TIME =
  /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Milliseconds since the epoch, from ISO 8601, `yyyy-MM-dd HH:mm:ss` with or without an offset (UTC when there is none), or
 * unix seconds or milliseconds. Undefined for anything else, such as the 31st of February.
 */
export const timeOf = (value: unknown): number | undefined => {
  const unix = numberOf(value);
  if (unix !== undefined) return unix <= 0 ? undefined : Math.round(unix < 1e11 ? unix * 1000 : unix);
  if (typeof value !== 'string') return undefined;
  const match = DATE_TIME.exec(value.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}Z`;
  const local = Date.parse(written);
  if (Number.isNaN(local) || new Date(local).toISOString() !== written) return undefined;
  return local - offsetOf(zone);
};

const offsetOf = (zone: string): number => {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
};

/** Longitude and latitude of a WKT point, `POINT(lon lat)`. */
export const wktPoint = (value: unknown): { lat: number; lon: number } | undefined => {
  if (typeof value !== 'string') return undefined;
  const [, x, y] =
    /^(?:SRID=4326;)?\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)$/i.exec(value.trim()) ?? [];
  const [lon, lat] = [numberOf(x), numberOf(y)];
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
};
