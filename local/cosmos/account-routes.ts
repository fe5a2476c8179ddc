import { notSimulated } from './errors.ts';
import { requestedThroughput } from './offers.ts';
import {
  type CosmosRequest,
  isQuery,
  jsonBody,
  jsonReply,
  listReply,
  nothing,
  objectBody,
  type Reply,
  resourceReply,
} from './request.ts';
import type { Services } from './services.ts';

/** The account document, which tells the client where to send everything else. */
export const accountReply = (request: CosmosRequest): Reply => {
  // The client goes where the account says; the host it came by is the one address known to work for it.
  const location = [{ name: 'Local', databaseAccountEndpoint: `http://${request.headers.host}/` }];
  return jsonReply(200, {
    _self: '',
    id: 'cosmos-local',
    _rid: 'cosmos-local',
    media: '//media/',
    addresses: '//addresses/',
    _dbs: '//dbs/',
    writableLocations: location,
    readableLocations: location,
    enableMultipleWriteLocations: false,
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 1, maxReplicasetSize: 4 },
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    systemReplicationPolicy: { minReplicaSetSize: 1, maxReplicasetSize: 4 },
    readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
    queryEngineConfiguration: '{}',
  });
};

/** `/dbs` and `/dbs/{id}`. @throws CosmosError */
export const databases = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const [, id] = request.path;
  const { method } = request;
  if (id === undefined) {
    if (isQuery(request)) return listReply('Databases', queries.ofResources(request, account.databases));
    if (method === 'GET') return listReply('Databases', account.databases);
    if (method === 'POST') return resourceReply(201, account.createDatabase(objectBody(request)));
  } else {
    if (method === 'GET') return resourceReply(200, account.database(id));
    if (method === 'DELETE') {
      account.deleteDatabase(id);
      return nothing(204);
    }
  }
  throw notSimulated(`${method} on a database`);
};

/** `/dbs/{id}/colls`. @throws CosmosError */
export const containerList = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const database = request.path[1] ?? '';
  const resources = account.containersOf(database).map(({ resource }) => resource);
  if (isQuery(request)) return listReply('DocumentCollections', queries.ofResources(request, resources));
  if (request.method === 'GET') return listReply('DocumentCollections', resources);
  if (request.method !== 'POST') throw notSimulated(`${request.method} on the list of containers`);
  const { resource } = account.createContainer(database, jsonBody(request));
  account.offers.create(resource, requestedThroughput(request.headers));
  return resourceReply(201, resource);
};

/** `/offers` and `/offers/{id}`. @throws CosmosError */
export const offers = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const id = request.path[1];
  if (id === undefined)
    return listReply(
      'Offers',
      isQuery(request) ? queries.ofResources(request, account.offers.list()) : account.offers.list(),
    );
  if (request.method === 'PUT')
    return resourceReply(200, account.offers.replace(id, objectBody(request).content ?? null));
  if (request.method === 'GET') return resourceReply(200, account.offers.find(id));
  throw notSimulated(`${request.method} on an offer`);
};
