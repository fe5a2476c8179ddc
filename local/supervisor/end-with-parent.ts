/** Ends the process it is `--import`ed into when its parent is gone; at once, since everything here can be killed, and ports must be free. */
const isMeant = process.env.WAYFLEET_PARENT === String(process.ppid);

// Node hands `--import` down to what a process forks, such as the workers of jest, which have a parent of their own.
if (isMeant) {
  process.on('disconnect', () => process.exit(1));
  // A listener alone would keep a script running that has nothing left to do.
  process.channel?.unref();
}
