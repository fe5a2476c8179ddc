import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedFix {
  readonly deviceId: string;
  readonly at: string;
  readonly lat: number;
  readonly lon: number;
  readonly speed?: number;
  readonly heading?: number;
  readonly attributes?: Record<string, unknown>;
}

export type Interference = number | 'hang up' | undefined;

/** Just enough of the public API to prove the tools that talk to it; it forgets everything when closed. */
export interface FakeApi {
  readonly url: string;
  readonly requests: string[];
  readonly fixes: ReceivedFix[];
  readonly vehicles: Map<string, { id: string; name: string; plate?: string; kind: string; status: string }>;
  /** Geofence by id. */
  readonly geofences: Map<string, { id: string; externalId: string; version: number; rules: object }>;
  /** Device by id. */
  readonly devices: Map<string, { id: string; vehicleId: string; key: string }>;
  readonly positions: { vehicleId: string; at: string; attributes?: Record<string, unknown> }[];
  /** Answers a request instead of the API: a status, or 'hang up' without an answer. */
  interfere: (request: string) => Interference | Promise<Interference>;
  /** Why a fix is turned away, if it is. */
  judge: (fix: ReceivedFix) => string | undefined;
  close(): Promise<void>;
}

export const API_KEY = 'integration-key';

/** The simulator runs in this process: while it works, connections look idle that are about to be used. */
const KEPT_ALIVE = { keepAliveTimeout: 0 };

export const startFakeApi = async (port = 0): Promise<FakeApi> => {
  const server = createServer(KEPT_ALIVE, async (request, response) => {
    const name = `${request.method} ${request.url?.replace('/api/v1', '')}`;
    api.requests.push(name);
    const body = request.method !== 'GET' && request.headers['content-type'] ? await json(request) : {};
    const interference = await api.interfere(name);
    if (interference === 'hang up') {
      request.socket.destroy();
      return;
    }
    const [status, answer] = interference ? [interference, {}] : handle(api, request, body as Record<string, unknown>);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const api: FakeApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    fixes: [],
    vehicles: new Map(),
    geofences: new Map(),
    devices: new Map(),
    positions: [],
    interfere: () => undefined,
    judge: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
};

type Reply = readonly [status: number, body: unknown];

const handle = (api: FakeApi, request: IncomingMessage, body: Record<string, unknown>): Reply => {
  const url = new URL(request.url ?? '/', 'http://fake');
  const path = url.pathname.replace('/api/v1', '');
  const [, deviceKey] = /^\/ingest\/osmand\/(.+)$/.exec(path) ?? [];
  if (deviceKey !== undefined) return osmand(api, decodeURIComponent(deviceKey), url.searchParams);
  if (request.headers['x-api-key'] !== API_KEY) return problem(401, 'access/unknown-key');

  switch (`${request.method} ${path}`) {
    case 'GET /vehicles':
      return page([...api.vehicles.values()], url.searchParams);
    case 'GET /geofences':
      return page([...api.geofences.values()], url.searchParams);
    case 'POST /geofences/import':
      return draw(api, body.features as { properties: { externalId: string } }[]);
    case 'POST /vehicles':
      return register(api, body);
    case 'GET /vehicles/positions':
      return [200, { items: api.positions }];
    case 'GET /devices':
      return [
        200,
        { items: [...api.devices.values()].filter((device) => device.vehicleId === url.searchParams.get('vehicleId')) },
      ];
    case 'POST /devices':
      return rotate(api, `dev_${api.devices.size}`, String(body.vehicleId), 201);
    case 'POST /ingest/batch':
      return batch(api, body.fixes as ReceivedFix[]);
    default: {
      if (request.method === 'PATCH') return patch(api, path, body);
      const [, deviceId = ''] = /^\/devices\/(.+)\/rotate-key$/.exec(path) ?? [];
      const device = api.devices.get(deviceId);
      return device ? rotate(api, device.id, device.vehicleId, 200) : problem(404, 'http/no-such-route');
    }
  }
};

const page = (items: readonly unknown[], query: URLSearchParams): Reply => {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Math.min(Number(query.get('limit')), 10);
  return [200, { items: items.slice(start, end), ...(end < items.length ? { nextCursor: String(end) } : {}) }];
};

const draw = (api: FakeApi, features: readonly { properties: { externalId: string } }[]): Reply => {
  for (const { properties } of features) {
    const id = `gfn_${properties.externalId}`;
    api.geofences.set(id, { id, externalId: properties.externalId, version: 1, rules: {} });
  }
  return [200, { results: features.map(() => ({ status: 'created' })) }];
};

const patch = (api: FakeApi, path: string, body: Record<string, unknown>): Reply => {
  const [, noun, id = ''] = path.split('/');
  const [vehicle, geofence] = [api.vehicles.get(id), api.geofences.get(id)];
  if (noun === 'vehicles' && vehicle) {
    api.vehicles.set(id, { ...vehicle, ...body });
    return [200, vehicle];
  }
  if (noun !== 'geofences' || !geofence) return problem(404, 'http/no-such-route');
  api.geofences.set(id, { ...geofence, ...body, version: geofence.version + 1 });
  return [200, geofence];
};

const register = (api: FakeApi, { name, plate, kind }: Record<string, unknown>): Reply => {
  const id = `veh_${api.vehicles.size}`;
  const vehicle = { id, name: String(name), plate: String(plate), kind: String(kind), status: 'active' };
  api.vehicles.set(id, vehicle);
  return [201, vehicle];
};

const rotate = (api: FakeApi, id: string, vehicleId: string, status: number): Reply => {
  const device = { id, vehicleId, key: `key-${id}-${api.requests.length}` };
  api.devices.set(id, device);
  return [status, device];
};

const batch = (api: FakeApi, fixes: readonly ReceivedFix[]): Reply => {
  if (fixes.length > 500) return problem(400, 'ingest/too-many');
  const results = fixes.map((fix, index) => {
    const code = api.judge(fix);
    return code === undefined ? { index, status: 'accepted' } : { index, status: 'rejected', code, issues: [] };
  });
  const accepted = fixes.filter((fix) => api.judge(fix) === undefined);
  if (accepted.length === 0) return problem(400, 'ingest/none-good');
  api.fixes.push(...accepted);
  return [202, { accepted: accepted.length, rejected: fixes.length - accepted.length, results }];
};

const osmand = (api: FakeApi, key: string, query: URLSearchParams): Reply => {
  const device = [...api.devices.values()].find((candidate) => candidate.key === key);
  if (!device) return problem(401, 'ingest/unknown-device');
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const [knots, heading] = [number('speed'), number('bearing')];
  const fix: ReceivedFix = {
    deviceId: device.id,
    at: new Date(Number(query.get('timestamp'))).toISOString(),
    lat: Number(query.get('lat')),
    lon: Number(query.get('lon')),
    ...(knots === undefined ? {} : { speed: knots * 0.514444 }),
    ...(heading === undefined ? {} : { heading }),
  };
  const code = api.judge(fix);
  if (code !== undefined) return problem(400, code);
  api.fixes.push(fix);
  return [202, { accepted: 1 }];
};

const problem = (status: number, code: string): Reply => [
  status,
  { type: 'about:blank', status, code, detail: `Refused: ${code}` },
];
