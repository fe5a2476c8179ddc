import type { Documents } from '../../shared/documents/documents.ts';

/** The same documents; `kept` learns for how long each write of a kind that begins with `kind` is to be kept. */
export const noteKeeping = (operations: Documents, kind: string, kept: (number | undefined)[]): Documents => ({
  ...operations,
  in(tenantId, ...path) {
    const partition = operations.in(tenantId, ...path);
    return {
      ...partition,
      put(id, doc, options) {
        if (path[0]?.startsWith(kind)) kept.push(options?.keepSeconds);
        return partition.put(id, doc, options);
      },
    };
  },
});
