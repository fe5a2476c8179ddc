import type { GeofenceFilter } from './geofences.ts';

/** What of the page is in its address, so that a link shows a colleague the same. */
export interface GeofenceSearch {
  /** The one that is shown. */
  readonly fence?: string;
  readonly search?: string;
  readonly status?: GeofenceFilter['status'];
}

/** What an address says, without what makes no sense. */
export const geofenceSearch = ({ fence, search, status }: Record<string, unknown>): GeofenceSearch => ({
  ...(typeof fence === 'string' && fence && { fence }),
  ...(search !== undefined && search !== '' && { search: String(search) }),
  ...(status === 'archived' && { status }),
});
