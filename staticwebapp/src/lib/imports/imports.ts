import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImportMapping } from '../../../../shared/client/routes.ts';
import { api } from '../api.ts';
import { upload } from '../upload.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What can be imported by whoever looks. */
export const importEntities = queryOptions({
  queryKey: ['imports', 'entities'],
  queryFn: ({ signal }) => api.get('imports/entities', { signal }).then(({ items }) => items),
  staleTime: 5 * 60_000,
});

export const importList = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    api.get('imports', { query: { limit: 30, cursor: pageParam || undefined }, signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

export const oneImport = (importId: string) =>
  queryOptions({
    queryKey: ['imports', 'one', importId],
    queryFn: ({ signal }) => api.get('imports/{importId}', { path: { importId }, signal }),
    staleTime: 5_000,
  });

interface Table {
  readonly entity: string;
  readonly file: File;
  readonly onProgress: (share: number) => void;
}

/** Brings a file to where it can be read, and has it read. */
export const useBeginImport = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ entity, file, onProgress }: Table) => {
      const contentType = file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv';
      const begun = await api.post('imports', { body: { entity, name: file.name, contentType, bytes: file.size } });
      await upload(begun.upload, file, onProgress);
      return api.post('imports/{importId}/uploaded', { path: { importId: begun.id }, body: {} });
    },
    onSuccess: (read) => {
      client.setQueryData(oneImport(read.id).queryKey, read);
      return client.invalidateQueries({ queryKey: importList.queryKey });
    },
  });
};

/** Check a mapping without writing anything, run it, and stop it. */
export const useImportSteps = (importId: string) => {
  const client = useQueryClient();
  const path = { importId };
  const look = () => client.invalidateQueries({ queryKey: ['imports'] });
  const check = useMutation({
    mutationFn: async (mapping: ImportMapping) => {
      const mapped = await api.put('imports/{importId}/mapping', { path, body: mapping });
      client.setQueryData(oneImport(importId).queryKey, mapped);
      return api.post('imports/{importId}/preview', { path });
    },
  });
  const run = useMutation({ mutationFn: () => api.post('imports/{importId}/run', { path }), onSuccess: look });
  const cancel = useMutation({
    mutationFn: (jobId: string) => api.post('jobs/{jobId}/cancel', { path: { jobId } }),
    onSuccess: look,
  });
  return { check, run, cancel };
};
