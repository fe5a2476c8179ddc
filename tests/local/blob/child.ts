import { startBlob } from '../../../local/blob/server.ts';

// Blob storage in a process of its own, to be killed.
const blob = await startBlob({ dataDir: process.argv[2] ?? '', containers: ['files'] });
process.send?.(blob.connection);
