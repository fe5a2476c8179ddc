import { area, http, importable } from '../../shared/area.ts';
import { countedAt } from '../telemetry/use-cases.ts';
import { acceptReading, replaceMeter, voidReading } from './correct-reading.ts';
import { readingImport } from './import-readings.ts';
import { listReadings } from './list-readings.ts';
import { meterDrift } from './meter-drift.ts';
import { recordReading } from './record-reading.ts';

export default area('meters', {
  list: http('GET vehicles/{vehicleId}/meters', listReadings),
  drift: http('GET vehicles/{vehicleId}/meters/drift', meterDrift(countedAt)),
  record: http('POST vehicles/{vehicleId}/meters', recordReading),
  replace: http('POST vehicles/{vehicleId}/meters/replace', replaceMeter),
  void: http('POST vehicles/{vehicleId}/meters/{readingId}/void', voidReading),
  accept: http('POST vehicles/{vehicleId}/meters/{readingId}/accept', acceptReading),
  import: importable(readingImport),
});
