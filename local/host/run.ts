import { flushCompileCache } from 'node:module';
import { type HostOptions, reportFatal, startHost } from './host.ts';
import { createLog, describeError } from './log.ts';

/**
 * Runs the host as this process: it ends with 0 after a signal, with 1 when the app cannot start or throws where
 * nobody catches it. A second signal ends it at once.
 */
export const run = async (options: Omit<HostOptions, 'log'>): Promise<void> => {
  const log = createLog(options.env.HOST_LOG === 'verbose', (text) => process.stdout.write(text));
  const fail = (what: string) => (error: unknown) => {
    reportFatal(log, what, error);
    process.exit(1);
  };
  process.on('uncaughtException', fail('The process cannot go on'));
  // Azure's worker survives a promise nobody waited for, and so does this one; it says so.
  process.on('unhandledRejection', (error) =>
    log.write('error', 'host', `Unhandled rejection: ${describeError(error)}`),
  );
  process.on('exit', () => log.flush());

  const host = await startHost({ ...options, log }).catch(fail('The app could not start'));
  host.listening.then(() => flushCompileCache(), fail('A trigger could not start'));

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    log.write('information', 'host', `${signal}: finishing what is running`);
    host.stop().then(() => process.exit(0), fail('Stopping failed'));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};
