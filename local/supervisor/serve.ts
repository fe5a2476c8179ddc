/**
 * For the main file of a supervised process: tells the supervisor, if there is one, that the service is ready, with what
 * others must know of it; closes it and ends when told to.
 */
export const serve = (service: { close(): Promise<void> }, news: Readonly<Record<string, string>> = {}): void => {
  // A close that fails is an unhandled rejection, which ends the process with the reason and 1.
  const stop = async () => {
    await service.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.send?.(news);
};
