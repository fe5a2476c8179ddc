import { accountReply, containerList, databases, offers } from './account-routes.ts';
import { containerReply, EMPTY_FEEDS } from './container-routes.ts';
import { notSimulated } from './errors.ts';
import { type CosmosRequest, listReply, type Reply } from './request.ts';
import type { Services } from './services.ts';

/**
 * Answers one authenticated request.
 * @throws CosmosError for everything that is refused.
 */
export const route = (request: CosmosRequest, services: Services): Reply => {
  const { path } = request;
  if (path.length === 0) return accountReply(request);
  if (path[0] === 'offers') return offers(request, services);
  if (path[0] !== 'dbs') throw notSimulated(`The resource /${path[0]}`);
  if (path.length <= 2) return databases(request, services);
  const feed = EMPTY_FEEDS[path[2] ?? ''];
  if (path.length === 3 && path[2] !== 'colls' && feed) return listReply(feed, []);
  if (path[2] !== 'colls') throw notSimulated(`The resource ${path[2]}`);
  if (path.length === 3) return containerList(request, services);
  return containerReply(request, services);
};
