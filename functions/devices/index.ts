import { area, http, projection } from '../../shared/area.ts';
import { deviceCards } from './device-cards.ts';
import { listDevices } from './list-devices.ts';
import { registerDevice } from './register-device.ts';
import { rotateDeviceKey } from './rotate-device-key.ts';

export default area('devices', {
  list: http('GET devices', listDevices),
  register: http('POST devices', registerDevice),
  rotateKey: http('POST devices/{deviceId}/rotate-key', rotateDeviceKey),
  cards: projection(deviceCards),
});
