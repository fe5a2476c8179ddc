import { area, http, projection } from '../../shared/area.ts';
import { apiClients } from './api-client-cards.ts';
import { me } from './me.ts';
import { memberships } from './member-cards.ts';
import { tenantCards } from './tenant.ts';

export default area('access', {
  me: http('GET me', me),
  tenants: projection(tenantCards),
  memberships: projection(memberships),
  clients: projection(apiClients),
});
