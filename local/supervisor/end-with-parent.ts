/**
 * Loaded into a process with `--import`: ends it when the process that started it is gone, however that ended. At once and
 * without farewell, since everything here can be killed at any moment, and the ports are free for the next start.
 */
const isMeant = process.env.WAYFLEET_PARENT === String(process.ppid);

// Node hands `--import` down to what a process forks, such as the workers of jest, which have a parent of their own.
if (isMeant) {
  process.on('disconnect', () => process.exit(1));
  // A listener alone would keep a script running that has nothing left to do.
  process.channel?.unref();
}
