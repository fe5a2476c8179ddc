import { area, http, projection } from '../../shared/area.ts';
import { getVehicle } from './get-vehicle.ts';
import { listVehicles } from './list-vehicles.ts';
import { registerVehicle } from './register-vehicle.ts';
import { renameVehicle } from './rename-vehicle.ts';
import { retireVehicle } from './retire-vehicle.ts';
import { vehicleCards } from './vehicle-cards.ts';
import { vehicleHistory } from './vehicle-history.ts';

export default area('vehicles', {
  list: http('GET vehicles', listVehicles),
  register: http('POST vehicles', registerVehicle),
  get: http('GET vehicles/{vehicleId}', getVehicle),
  history: http('GET vehicles/{vehicleId}/history', vehicleHistory),
  rename: http('POST vehicles/{vehicleId}/rename', renameVehicle),
  retire: http('POST vehicles/{vehicleId}/retire', retireVehicle),
  cards: projection(vehicleCards),
});
