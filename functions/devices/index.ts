import { area, http, projection, step } from '../../shared/area.ts';
import { moveDevice, moveDeviceBack, replaceDeviceKey, restoreDeviceKey } from './contract.ts';
import { deviceCards, shown } from './device-cards.ts';
import { listDevices } from './list-devices.ts';
import { adoptDevice, dismissDevice, listQuarantined } from './quarantined-devices.ts';
import { registerDevice } from './register-device.ts';
import { rotateDeviceKey } from './rotate-device-key.ts';
import * as steps from './steps.ts';

export default area('devices', {
  list: http('GET devices', listDevices),
  register: http('POST devices', registerDevice),
  rotateKey: http('POST devices/{deviceId}/rotate-key', rotateDeviceKey),
  listQuarantined: http('GET quarantined-devices', listQuarantined),
  adopt: http('POST quarantined-devices/{deviceId}/adopt', adoptDevice),
  dismiss: http('POST quarantined-devices/{deviceId}/dismiss', dismissDevice),
  cards: projection(deviceCards, shown),

  move: step(moveDevice, steps.move),
  moveBack: step(moveDeviceBack, steps.moveBack),
  replaceKey: step(replaceDeviceKey, steps.replaceKey),
  restoreKey: step(restoreDeviceKey, steps.restoreKey),
});
