import { parseArgs } from 'node:util';
import { type Columns, parseColumns } from './columns.ts';
import type { Pace } from './timeline.ts';

export interface ReplayArguments extends Pace {
  readonly files: readonly string[];
  readonly vehicles: readonly string[];
  readonly device?: string;
  readonly tenant: number;
  readonly columns: Columns;
  readonly batch: boolean;
}

export const HELP = `Plays recorded tracks into the running demo, as the device in the vehicle would send them.

  npm run replay -- <file...> [options]

Files
  .gpx            GPX 1.0 and 1.1: tracks, and routes with times
  .csv .tsv       a header line, then a row per fix; columns are found by their usual names
  .json           an array of objects, with lat and lon or a WKT 'POINT(lon lat)'
  .plt            GeoLife
  .nmea           NMEA 0183: RMC sentences, altitude from GGA

Options
  --speed N       N times as fast as recorded; 0 is as fast as it goes (default 1)
  --from now      shift the times (default): fixes stay spaced as recorded and none is stamped in the future. At speed 1 the
                  first fix is stamped now; faster, the track begins in the past and ends now, with its last fix
  --from recorded keep the recorded times
  --vehicle ID    play only this vehicle of the file; may be repeated
  --device KEY    the device that sends: its key, or the id of a demo device or vehicle. Without it the tenant's devices are
                  given out, the first (which nothing else drives) to the longest track
  --tenant N      which tenant of the demo, counted from 1 (default 1)
  --columns MAP   meaning=column,...  e.g. time=timestamp,lat=latitude,lon=longitude,id=vehicle_id,bearing=bearing
                  Meanings: time, lat, lon, point, id, speed, bearing, altitude, accuracy. A speed column is in metres per
                  second unless its name says km/h, kph, mph or knots; a time without a zone is UTC
  --batch         send through POST /ingest/batch with the tenant's API key, up to 500 fixes at once
  --help          this text

A missing speed or heading is worked out from the fix before where the two are at most two minutes apart, and left out
otherwise. Several files play side by side, or one after the other where they need the same device. A demo that is
restarted meanwhile is waited for, and nothing is lost or sent twice under another time.

The demo is found through demo.json in .local, or in the folder LOCAL_DIR names. The exit code is 1 when anything was rejected.
`;

/** Reads the command line; 'help' when that is what it asks for. Throws with what is wrong. */
export const parseArguments = (args: readonly string[]): ReplayArguments | 'help' => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      speed: { type: 'string', default: '1' },
      from: { type: 'string', default: 'now' },
      vehicle: { type: 'string', multiple: true, default: [] },
      device: { type: 'string' },
      tenant: { type: 'string', default: '1' },
      columns: { type: 'string' },
      batch: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (positionals.length === 0) throw new Error('Name a file to replay, or ask for --help.');
  const [speed, tenant] = [Number(values.speed), Number(values.tenant)];
  if (!Number.isFinite(speed) || speed < 0) throw new Error(`--speed takes a number from 0, not '${values.speed}'.`);
  if (!Number.isInteger(tenant) || tenant < 1)
    throw new Error(`--tenant takes a number from 1, not '${values.tenant}'.`);
  if (values.from !== 'now' && values.from !== 'recorded')
    throw new Error(`--from takes now or recorded, not '${values.from}'.`);
  return {
    files: positionals,
    speed,
    from: values.from,
    vehicles: values.vehicle,
    ...(values.device === undefined ? {} : { device: values.device }),
    tenant,
    columns: values.columns === undefined ? {} : parseColumns(values.columns),
    batch: values.batch,
  };
};
