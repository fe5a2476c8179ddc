import type { RequestCounts } from '../../../local/cosmos/request-counts.ts';

export interface Spent {
  readonly requests: number;
  readonly units: number;
}

/**
 * Requests to documents. Change feeds of all companies, which are read without a key, and leases are there whether anything happens or not; buckets of limits
 * and the generations of views are read once for many requests.
 */
export const spentOf = ({ containers }: RequestCounts): Spent => {
  const sum = { requests: 0, units: 0 };
  for (const [container, operations] of Object.entries(containers))
    for (const { partitionKeys, requests, requestUnits } of Object.values(operations)) {
      const keyed = Object.entries(partitionKeys).filter(([key]) => !/"limits"|^\["views"\]/.test(key));
      const made = keyed.reduce((total, [, count]) => total + count, 0);
      if (container === 'leases' || made === 0) continue;
      sum.requests += made;
      sum.units += (requestUnits * made) / requests;
    }
  return sum;
};
