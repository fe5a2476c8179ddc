import type { Ask } from '../../../shared/testing/world.ts';
import type { Values } from './branch.ts';
import { type Hint, instanceOf } from './instance.ts';
import { type Api, isSafe, type Operation } from './operations.ts';

/** One request, but for who sends it. */
export interface Prepared extends Ask {
  readonly method: string;
  readonly path: string;
}

const AT = '2026-03-02T07:59:30.000Z';

/** Members of bodies that stand for something there is, and days that rules look at. What is not here follows from its schema. */
const HINTS: Readonly<Record<string, (values: Values) => unknown>> = {
  ...Object.fromEntries(
    [
      'vehicleId',
      'deviceId',
      'driverId',
      'toDriverId',
      'tripId',
      'groupId',
      'parentId',
      'token',
      'tenantId',
      'signIn',
    ].map((name) => [name, (values: Values) => values[name]]),
  ),
  groups: ({ groupId }) => [groupId],
  groupIds: ({ groupId }) => [groupId],
  vehicleIds: ({ vehicleId }) => [vehicleId],
  start: () => '2026-01-05T06:00',
  subject: ({ vehicleId }) => ({ kind: 'vehicle', id: vehicleId }),
  notify: ({ memberId }) => [memberId],
  fixes: ({ deviceId }) => [{ deviceId, at: AT, lat: 1, lon: 2 }],
  location: () => ({ timestamp: AT, coords: { latitude: 1, longitude: 2 } }),
  columns: () => [{ column: 'Name', field: 'name' }],
  keyField: () => 'name',
  shape: () => ({ type: 'circle', center: { lat: 49.5, lon: 8.5 }, radiusMetres: 200 }),
  features: () => [
    {
      ...{ type: 'Feature', id: 'f-1', properties: { name: 'From a file', radius: 100 } },
      geometry: { type: 'Point', coordinates: [8.5, 49.5] },
    },
  ],
  entity: () => 'vehicles',
  role: () => 'viewer',
  key: () => 'colour',
  timeZone: () => 'Europe/Berlin',
  dueOn: () => '2026-12-31',
  expiresOn: () => '2031-01-31',
  value: () => 2_000,
  from: () => '2026-05-01T08:00:00.000Z',
  oldValue: () => 3_000,
  provider: () => 'flespi',
};

/** Where one name means different things. `undefined` leaves the member to its schema. */
const APART: Readonly<Record<string, Readonly<Record<string, (values: Values) => unknown>>>> = {
  // A device that is registered already would be refused for that.
  'devices-register': { deviceId: () => undefined },
  'renewals-snooze': { until: () => '2026-05-01' },
  'assignments-endOne': { at: () => '2026-03-05T20:00:00.000Z' },
};

/** What of the scene serves better, so that no rule is in the way. */
const INSTEAD: Readonly<Record<string, Values>> = {
  'devices-adopt': { deviceId: 'strangerId' },
  'devices-dismiss': { deviceId: 'strangerId' },
  'assignments-plan': { vehicleId: 'spareId' },
  'assignments-assign': { vehicleId: 'spareId' },
  'groups-archive': { groupId: 'parentId' },
};

const fitting = (values: Values, { id }: Pick<Operation, 'id'>): Values => ({
  ...values,
  ...Object.fromEntries(Object.entries(INSTEAD[id] ?? {}).map(([name, other]) => [name, values[other] ?? ''])),
});

/** What travels besides what the document describes: the protocols of phone apps, and files. */
const QUERIES: Readonly<Record<string, string>> = {
  'telemetry-ingestOsmand-get': `?lat=1&lon=2&timestamp=${AT}`,
  'telemetry-ingestOsmand-post': `?lat=1&lon=2&timestamp=${AT}`,
  'trips-summary': '?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z',
};
const FILES: Readonly<Record<string, (values: Values) => string>> = {
  'imports-send': () => 'Name\nFrom a file\n',
  'telemetry-ingestFrames': ({ deviceId }) =>
    `#L#${deviceId};NA\r\n#SD#020326;075930;4900.0000;N;00800.0000;E;10;0;100;7\r\n`,
  'telemetry-ingestDeviceFrames': () => '#P#\r\n',
};

/** Parameters of paths whose values are no ids. */
const WORDS: Readonly<Record<string, string>> = {
  'custom-fields/{entity}': 'vehicle',
  'imports/templates/{entity}': 'vehicles',
  'ingest/frames/{protocol}': 'wialon',
  'vin/{vin}': 'WVWZZZ1JZ3W386752',
};

/** What stands for the members of a body, or of what is in it. */
export const hintsFor =
  (operation: Pick<Operation, 'id'>, values: Values): Hint =>
  (name) =>
    (APART[operation.id]?.[name] ?? HINTS[name])?.(values);

/** @throws Error for a parameter that the scene has nothing for: whoever adds a route adds what it is about. */
export const pathOf = ({ route }: Pick<Operation, 'route'>, values: Values): string => {
  const [words] = Object.entries(WORDS).filter(([prefix]) => route.startsWith(prefix));
  return route.replace(/\{(\w+)\}/g, (braced, name: string) => {
    const value = words?.[0].includes(braced) ? words[1] : values[name];
    if (value === undefined) throw new Error(`The scene has no ${name} for ${route}: add it in tests/functions/scene.`);
    return encodeURIComponent(value.toWellFormed());
  });
};

/** The request that an operation's description asks for, about these values. */
export const requestFor = (api: Api, operation: Operation, scene: Values): Prepared => {
  const values = fitting(scene, operation);
  const body =
    FILES[operation.id]?.(values) ?? (operation.body && instanceOf(api, hintsFor(operation, values), operation.body));
  return {
    method: operation.method,
    path: `${pathOf(operation, values)}${QUERIES[operation.id] ?? ''}`,
    ...(!isSafe(operation) && body !== undefined && { body }),
  };
};

/** Parameters of queries that stand for something there is. */
const REFERENCES: Readonly<Record<string, (values: Values) => string | undefined>> = {
  ...Object.fromEntries(
    ['vehicleId', 'driverId', 'groupId', 'geofenceId', 'memberId', 'near'].map((name) => [
      name,
      (values: Values) => values[name],
    ]),
  ),
  subject: ({ vehicleId }) => vehicleId,
  driver: ({ reader }) => reader,
  actor: ({ reader }) => `user:${reader}`,
  search: ({ label }) => label,
};

const referenceOf = (operation: Operation, name: string, values: Values): string | undefined =>
  name === 'subject' && !operation.id.startsWith('audit-') ? `vehicle:${values.vehicleId}` : REFERENCES[name]?.(values);

/** The same request in every way in which it can ask about these values: plain, by each parameter of its query, and as each media it can come as. */
export const requestsFor = (api: Api, operation: Operation, values: Values): Prepared[] => {
  const plain = requestFor(api, operation, values);
  const narrowed = operation.parameters.flatMap(({ name, in: where }) => {
    const value = where === 'query' ? referenceOf(operation, name, values) : undefined;
    return value === undefined
      ? []
      : [{ ...plain, path: `${plain.path}?${name}=${encodeURIComponent(value.toWellFormed())}` }];
  });
  const other = operation.media.slice(1).map((accept) => ({ ...plain, headers: { accept } }));
  return [plain, ...narrowed, ...other];
};
