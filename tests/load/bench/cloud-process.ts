import { startCloud } from '../../../local/cloud.ts';

// Its own process, so that the host's processor time is the host's alone.
const cloud = await startCloud();
process.send?.(cloud.settings);
process.on('disconnect', () => void cloud.close().then(() => process.exit(0)));
