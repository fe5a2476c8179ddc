import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Routes, Vehicle } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';
import { upload } from '../upload.ts';
import type { NewVehicle, VehiclePatch } from './vehicle-form.ts';
import { oneVehicle, vehicleKey, vehicleWarnings } from './vehicle-queries.ts';

type StatusInUse = Routes['POST vehicles/{vehicleId}/status']['body']['status'];
type Reading = Routes['POST vehicles/{vehicleId}/meters']['body'];
type DocumentBody = Routes['POST documents']['body'];

/** Puts what the API has answered in the place of what was known, and has everything looked up again that shows it. */
const useShown = () => {
  const client = useQueryClient();
  return async (vehicle: Vehicle) => {
    const { warnings = [], ...facts } = vehicle;
    client.setQueryData(oneVehicle(vehicle.id).queryKey, facts);
    client.setQueryData(vehicleWarnings(vehicle.id).queryKey, warnings);
    await Promise.all([
      client.invalidateQueries({ queryKey: [...vehicleKey(vehicle.id), 'history'] }),
      client.invalidateQueries({ queryKey: ['vehicles', 'register'] }),
      client.invalidateQueries({ queryKey: ['vehicles', 'list'] }),
    ]);
  };
};

export const useRegisterVehicle = () => {
  const onSuccess = useShown();
  return useMutation({ mutationFn: (body: NewVehicle) => api.post('vehicles', { body }), onSuccess });
};

interface Edit {
  readonly patch: VehiclePatch;
  /** Where it goes, if it goes anywhere; `null` for the company itself. */
  readonly groupId?: string | null;
  /** The version somebody looked at. */
  readonly version: number;
}

/** Changes what describes a vehicle, and moves it: refused with 412 when it is no longer the version somebody looked at. */
export const usePatchVehicle = (vehicleId: string) => {
  const onSuccess = useShown();
  return useMutation({
    mutationFn: async ({ patch, groupId, version }: Edit) => {
      const path = { vehicleId };
      const moves = groupId !== undefined;
      const patched =
        Object.keys(patch).length > 0 || !moves
          ? await api.patch('vehicles/{vehicleId}', { path, body: patch, ifMatch: `"${version}"` })
          : undefined;
      if (patched && !moves) return patched;
      const ifMatch = `"${patched?.version ?? version}"`;
      const moved = await api.post('vehicles/{vehicleId}/move', { path, body: { groupId: groupId ?? null }, ifMatch });
      return { ...moved, warnings: patched?.warnings ?? [] };
    },
    onSuccess,
  });
};

/** What becomes of a vehicle. */
export type StatusCommand =
  | { readonly to: StatusInUse; readonly reason?: string }
  | { readonly to: 'retired' | 'reinstated'; readonly reason: string };

export const useVehicleStatus = (vehicleId: string) => {
  const onSuccess = useShown();
  const path = { vehicleId };
  return useMutation({
    mutationFn: (command: StatusCommand) => {
      if (command.to === 'retired')
        return api.post('vehicles/{vehicleId}/retire', { path, body: { reason: command.reason } });
      if (command.to === 'reinstated')
        return api.post('vehicles/{vehicleId}/reinstate', { path, body: { reason: command.reason } });
      const { to: status, reason } = command;
      return api.post('vehicles/{vehicleId}/status', { path, body: { status, ...(reason && { reason }) } });
    },
    onSuccess,
  });
};

/** Records readings, and accepts those that do not count although they are right. */
export const useMeters = (vehicleId: string) => {
  const client = useQueryClient();
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: vehicleKey(vehicleId) });
    await client.invalidateQueries({ queryKey: ['vehicles', 'register'] });
  };
  const record = useMutation({
    mutationFn: (body: Reading) => api.post('vehicles/{vehicleId}/meters', { path: { vehicleId }, body }),
    onSuccess,
  });
  const accept = useMutation({
    mutationFn: (readingId: string) =>
      api.post('vehicles/{vehicleId}/meters/{readingId}/accept', { path: { vehicleId, readingId } }),
    onSuccess,
  });
  return { record, accept };
};

interface Paper {
  readonly file: File;
  readonly kind: NonNullable<DocumentBody['kind']>;
  readonly expiresOn?: string;
  readonly onProgress: (share: number) => void;
}

/** Adds a file to the vehicle: it goes straight to the store, and is checked there before anybody can open it. */
export const useAddDocument = (vehicleId: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, kind, expiresOn, onProgress }: Paper) => {
      const body: DocumentBody = {
        subject: { kind: 'vehicle', id: vehicleId },
        name: file.name,
        kind,
        // A type that is none of those it takes is refused by the API, which names them.
        contentType: file.type as DocumentBody['contentType'],
        bytes: file.size,
        ...(expiresOn && { expiresOn, remind: true }),
      };
      const added = await api.post('documents', { body });
      await upload(added.upload, file, onProgress);
      return api.post('documents/{documentId}/uploaded', { path: { documentId: added.id } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: vehicleKey(vehicleId) }),
  });
};
