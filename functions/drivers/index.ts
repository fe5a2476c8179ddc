import { area, http, importable, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { addDriver } from './add-driver.ts';
import { bulkDrivers } from './bulk-drivers.ts';
import { driverCards } from './driver-cards.ts';
import {
  editDriver,
  linkSignIn,
  moveDriver,
  setDriverStatus,
  tagDriver,
  unlinkSignIn,
  untagDriver,
} from './edit-driver.ts';
import { addLicence, removeLicence, replaceLicence } from './edit-licences.ts';
import { eraseDriver } from './erase-driver.ts';
import { driverImport } from './import-drivers.ts';
import { myDriver } from './my-driver.ts';
import { driverResource } from './resource.ts';

export default area('drivers', {
  list: http('GET drivers', list(driverResource, { summary: 'List drivers' })),
  add: http('POST drivers', addDriver),
  get: http('GET drivers/{driverId}', get(driverResource, { summary: 'Show a driver' })),
  edit: http('PATCH drivers/{driverId}', editDriver),
  history: http(
    'GET drivers/{driverId}/history',
    history(driverResource, { summary: 'Show what was decided about a driver' }),
  ),
  setStatus: http('POST drivers/{driverId}/status', setDriverStatus),
  move: http('POST drivers/{driverId}/move', moveDriver),
  tag: http('POST drivers/{driverId}/tag', tagDriver),
  untag: http('POST drivers/{driverId}/untag', untagDriver),
  bulk: http('POST drivers/bulk', bulkDrivers),
  link: http('POST drivers/{driverId}/link', linkSignIn),
  unlink: http('POST drivers/{driverId}/unlink', unlinkSignIn),
  erase: http('POST drivers/{driverId}/erase', eraseDriver),
  addLicence: http('POST drivers/{driverId}/licences', addLicence),
  replaceLicence: http('PUT drivers/{driverId}/licences/{licenceId}', replaceLicence),
  removeLicence: http('DELETE drivers/{driverId}/licences/{licenceId}', removeLicence),
  mine: http('GET me/driver', myDriver),
  cards: view(driverCards, driverResource),
  import: importable(driverImport),
});
