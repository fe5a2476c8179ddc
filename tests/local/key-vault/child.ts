import { startKeyVault } from '../../../local/key-vault/server.ts';

// A vault in a process of its own, to be killed.
const vault = await startKeyVault({ dataDir: process.argv[2] ?? '' });
process.send?.(vault.port);
