import { causedBy, reactions } from '../../shared/reactions/reactions.ts';
import { clearDriver, clearVehicle } from './clear.ts';

const ACTOR = 'system:assignments';

/** A vehicle that is retired or sold, and a driver who has left, have no assignments any more. */
export const whenGone = reactions(
  {
    streams: 'vehicle-',
    to: ['VehicleRetired', 'VehicleSold'],
    react: async (services, tenantId, vehicleId, recorded) => {
      await clearVehicle(services, tenantId, vehicleId, causedBy(services, ACTOR, recorded));
    },
  },
  {
    streams: 'driver-',
    to: ['DriverStatusSet', 'DriverErased'],
    react: (services, tenantId, driverId, recorded) =>
      clearDriver(services, tenantId, driverId, causedBy(services, ACTOR, recorded)),
  },
);
