import type { Account } from './account.ts';
import type { PhysicalPartition } from './partition-key.ts';
import type { QueryService } from './query-service.ts';

/** What the routes work with. */
export interface Services {
  readonly account: Account;
  readonly partitions: readonly PhysicalPartition[];
  readonly queries: QueryService;
}
