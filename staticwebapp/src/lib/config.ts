import { queryOptions } from '@tanstack/react-query';

export interface Overlay {
  readonly id: string;
  /** A GeoJSON of roads (`class`: motorway or main) and cities (`name`, `population`). */
  readonly url: string;
}

/** What the host decides about the page, so that one build serves every environment. */
export interface AppConfig {
  readonly environment: string;
  /** A MapLibre style that replaces the built-in offline base map. */
  readonly mapStyleUrl: string | null;
  readonly overlays: readonly Overlay[];
}

export const appConfig = queryOptions({
  queryKey: ['config'],
  queryFn: async ({ signal }): Promise<AppConfig> => {
    const response = await fetch('/config.json', { signal });
    if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
    return response.json() as Promise<AppConfig>;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
