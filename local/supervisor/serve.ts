/**
 * For the main file of a supervised process: tells the supervisor, if there is one, that the service is ready, with what
 * others must know of it; closes it and ends when told to.
 */
export const serve = (service: { close(): Promise<void> }, news: Readonly<Record<string, string>> = {}): void => {
  const stop = () => {
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.send?.(news);
};
