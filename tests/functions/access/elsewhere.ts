import { HttpRequest } from '@azure/functions';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { cachedLookups } from '../../../shared/documents/lookups.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import type { World } from '../../../shared/testing/world.ts';

/** Another instance of the app, with a memory of its own: whom it takes a caller for. */
export const elsewhere = ({ services, directory }: World) => {
  const lookups = cachedLookups(directory, () => services.clock().getTime());
  const ask = authenticate({ ...services, lookups });
  return (headers: Record<string, string>): Promise<Caller> =>
    ask(new HttpRequest({ method: 'GET', url: 'http://localhost/api/v1/me', headers }));
};
