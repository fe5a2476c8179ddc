import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';

interface Adoption {
  readonly deviceId: string;
  readonly vehicleId: string;
  readonly name?: string;
}

interface Registration extends Omit<Adoption, 'deviceId'> {
  /** As the maker calls it; absent: it is given one. */
  readonly deviceId?: string;
}

/** Takes devices in, forgets those that are not ours, and gives new keys. */
export const useDeviceCommands = () => {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['devices'] });
  const adopt = useMutation({
    mutationFn: ({ deviceId, ...body }: Adoption) =>
      api.post('quarantined-devices/{deviceId}/adopt', { path: { deviceId }, body }),
    onSuccess,
  });
  const dismiss = useMutation({
    mutationFn: (deviceId: string) => api.post('quarantined-devices/{deviceId}/dismiss', { path: { deviceId } }),
    onSuccess,
  });
  const register = useMutation({ mutationFn: (body: Registration) => api.post('devices', { body }), onSuccess });
  const rotateKey = useMutation({
    mutationFn: (deviceId: string) => api.post('devices/{deviceId}/rotate-key', { path: { deviceId } }),
    onSuccess,
  });
  return { adopt, dismiss, register, rotateKey };
};
