import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api.ts';

export type {
  DeviceHealth,
  DeviceMessage,
  DeviceWithKey,
  ListedDevice,
  QuarantinedDevice,
} from '../../../../shared/client/routes.ts';

const PAGE = 60;
/** Devices are heard all the time; whoever installs one waits for it. */
const LISTENING_MS = 10_000;

/** The registered devices, of one vehicle or of all, and how each does. */
export const deviceList = (vehicleId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['devices', 'list', vehicleId],
    queryFn: ({ pageParam, signal }) =>
      api.get('devices', { query: { with: 'health', vehicleId, limit: PAGE, cursor: pageParam || undefined }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: LISTENING_MS,
    placeholderData: (before) => before,
  });

export const deviceHealth = (deviceId: string) =>
  queryOptions({
    queryKey: ['devices', 'one', deviceId, 'health'],
    queryFn: ({ signal }) => api.get('devices/{deviceId}/health', { path: { deviceId }, signal }),
    refetchInterval: LISTENING_MS,
  });

const DAY_MS = 86_400_000;
const MESSAGES = 30;

/** What a device has sent in the last day, as it came; the newest first. */
export const deviceMessages = (deviceId: string) =>
  queryOptions({
    queryKey: ['devices', 'one', deviceId, 'messages'],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - DAY_MS + 60_000).toISOString();
      const query = { from, limit: MESSAGES };
      return api.get('devices/{deviceId}/messages', { path: { deviceId }, query, signal }).then(({ items }) => items);
    },
    refetchInterval: 3 * LISTENING_MS,
  });

/** Devices that send and that nobody has registered, the last heard first. */
export const unknownDevices = infiniteQueryOptions({
  queryKey: ['devices', 'unknown'],
  queryFn: ({ pageParam, signal }) =>
    api.get('quarantined-devices', { query: { limit: PAGE, cursor: pageParam || undefined }, signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
  refetchInterval: LISTENING_MS,
});
