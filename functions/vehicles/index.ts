import { area, events, http, importable, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { bulkVehicles } from './bulk-vehicles.ts';
import { countFleet } from './count-fleet.ts';
import { decodeVin } from './decode-vin.ts';
import { fleetSummary } from './fleet-summary.ts';
import { vehicleImport } from './import-vehicles.ts';
import { moveToGroup } from './move-vehicle.ts';
import { editVehicle } from './patch-vehicle.ts';
import { registerVehicle } from './register-vehicle.ts';
import { reinstateVehicle } from './reinstate-vehicle.ts';
import { vehicleResource } from './resource.ts';
import { renameVehicle, retireVehicle, sellVehicle, setStatus, tagVehicle, untagVehicle } from './simple-commands.ts';
import { vehicleCards } from './vehicle-cards.ts';
import { vehicleReplacement } from './vehicle-replacement.ts';
import { vehicleValue } from './vehicle-value.ts';

export default area('vehicles', {
  list: http('GET vehicles', list(vehicleResource, { summary: 'List the fleet' })),
  register: http('POST vehicles', registerVehicle),
  get: http('GET vehicles/{vehicleId}', get(vehicleResource, { summary: 'Show a vehicle' })),
  history: http(
    'GET vehicles/{vehicleId}/history',
    history(vehicleResource, { summary: 'Show what was decided about a vehicle' }),
  ),
  bulk: http('POST vehicles/bulk', bulkVehicles),
  patch: http('PATCH vehicles/{vehicleId}', editVehicle),
  rename: http('POST vehicles/{vehicleId}/rename', renameVehicle),
  move: http('POST vehicles/{vehicleId}/move', moveToGroup),
  tag: http('POST vehicles/{vehicleId}/tag', tagVehicle),
  untag: http('POST vehicles/{vehicleId}/untag', untagVehicle),
  status: http('POST vehicles/{vehicleId}/status', setStatus),
  retire: http('POST vehicles/{vehicleId}/retire', retireVehicle),
  sell: http('POST vehicles/{vehicleId}/sell', sellVehicle),
  reinstate: http('POST vehicles/{vehicleId}/reinstate', reinstateVehicle),
  value: http('GET vehicles/{vehicleId}/value', vehicleValue),
  replacement: http('GET vehicles/{vehicleId}/replacement', vehicleReplacement),
  summary: http('GET fleet/summary', fleetSummary),
  count: events(countFleet),
  decodeVin: http('GET vin/{vin}', decodeVin),
  import: importable(vehicleImport),
  cards: view(vehicleCards, vehicleResource),
});
