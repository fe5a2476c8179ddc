import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { checked, type Reader } from './track.ts';
import { numberOf, timeOf } from './values.ts';

const HEADER_LINES = 6;
const METRES_PER_FOOT = 0.3048;
/** What GeoLife writes when it does not know the altitude. */
const NO_ALTITUDE = -777;

/** Reads GeoLife PLT: six lines of header, then `lat,lon,0,feet,days,date,time` in UTC. */
export const readPlt: Reader = async function* (path) {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path) })) {
    line++;
    if (line <= HEADER_LINES || text.trim() === '') continue;
    const [lat, lon, , feet, , date, time] = text.split(',');
    const altitude = numberOf(feet);
    yield checked(`line ${line}`, {
      at: timeOf(`${date} ${time}`),
      lat: numberOf(lat),
      lon: numberOf(lon),
      altitude: altitude === undefined || altitude === NO_ALTITUDE ? undefined : altitude * METRES_PER_FOOT,
    });
  }
};
