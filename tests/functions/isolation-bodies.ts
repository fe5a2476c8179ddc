const at = '2026-03-02T07:59:30.000Z';

/** What bodies speak of. */
interface Things {
  readonly vehicleId: string;
  readonly deviceId: string;
  readonly driverId: string;
  readonly groupId: string;
  readonly token: string;
}

/** Bodies that would do something, so that nothing is refused for its form alone. */
export const bodyOf = (name: string, { vehicleId, deviceId, driverId, groupId, token }: Things): unknown =>
  ({
    'access-chooseCompany': { tenantId: 'ten_acme' },
    'access-changeRole': { role: 'viewer' },
    'access-limitMember': { groups: [groupId] },
    'access-acceptInvitation': { token },
    'access-rotateClient': {},
    'groups-add': { name: 'Ours', parentId: groupId },
    'groups-rename': { name: 'Taken over' },
    'groups-move': { parentId: null },
    'places-patch': { name: 'Taken over' },
    'places-move': { groupId: null },
    'vehicles-register': { name: 'Ours' },
    'vehicles-rename': { name: 'Taken over' },
    'vehicles-retire': { reason: 'Taken over' },
    'vehicles-patch': { notes: 'Taken over' },
    'vehicles-move': { groupId: null },
    'vehicles-tag': { tags: ['taken-over'] },
    'vehicles-untag': { tags: ['taken-over'] },
    'vehicles-status': { status: 'in-shop' },
    'vehicles-sell': { soldOn: '2026-03-01' },
    'vehicles-reinstate': { reason: 'Taken over' },
    'meters-record': { meter: 'odometer', value: 1_000, at },
    'meters-replace': { meter: 'odometer', oldValue: 2_000, at },
    'meters-void': { reason: 'Taken over' },
    'custom-fields-add': { key: 'colour', label: 'Colour', kind: { type: 'text' } },
    'custom-fields-change': { label: 'Taken over' },
    'devices-register': { vehicleId },
    'drivers-add': { name: 'Ours' },
    'drivers-edit': { name: 'Taken over' },
    'drivers-setStatus': { status: 'left' },
    'drivers-tag': { tags: ['taken-over'] },
    'drivers-untag': { tags: ['taken-over'] },
    'drivers-bulk': { commands: [{ command: 'status', driverId, status: 'left' }] },
    'drivers-move': { groupId: null },
    'drivers-link': { signIn: 'driver@globex.example' },
    'drivers-addLicence': { country: 'DE', classes: ['B'], expiresOn: '2031-01-31' },
    'drivers-replaceLicence': { country: 'DE', classes: ['B'], expiresOn: '2031-01-31' },
    'documents-add': {
      subject: { kind: 'vehicle', id: vehicleId },
      name: 'Ours.pdf',
      contentType: 'application/pdf',
      bytes: 10,
    },
    'documents-edit': { name: 'Taken over' },
    'renewals-add': { subject: { kind: 'vehicle', id: vehicleId }, kind: 'permit', title: 'Ours', dueOn: '2026-12-31' },
    'renewals-change': { title: 'Taken over' },
    'renewals-snooze': { until: '2026-05-01' },
    'renewals-complete': {},
    'access-changeCompany': { timeZone: 'Europe/Berlin' },
    'assignments-plan': { driverId, from: '2026-03-03T08:00:00.000Z' },
    'assignments-endOne': { at: '2026-03-03T08:00:00.000Z' },
    'assignments-assign': { driver: 'bob@acme.example' },
    'assignments-startHandOver': { toDriver: 'driver@acme.example', deviceId },
    'ops-terminateSaga': { reason: 'Taken over' },
    'telemetry-ingestBatch': { fixes: [{ deviceId, at: '2026-03-02T08:00:00.000Z', lat: 1, lon: 2 }] },
    'telemetry-ingestTraccar': { location: { timestamp: at, coords: { latitude: 1, longitude: 2 } } },
    'imports-create': { entity: 'vehicles', name: 'Ours.csv', contentType: 'text/csv', bytes: 10 },
    'imports-map': { columns: [{ column: 'Name', field: 'name' }], keyField: 'name' },
  })[name];
