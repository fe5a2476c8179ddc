import { setTimeout as sleep } from 'node:timers/promises';
import { app } from '@azure/functions';
import { record } from '../recorder.ts';

app.timer('everySecond', { schedule: '* * * * * *', handler: async (timer) => record('everySecond', timer) });

let running = 0;
app.timer('overlapping', {
  schedule: '00:00:00.1',
  handler: async () => {
    running++;
    record('overlapping', running);
    await sleep(250);
    running--;
  },
});

app.timer('atStart', {
  schedule: '0 0 3 * * *',
  runOnStartup: true,
  handler: async (timer) => record('atStart', timer),
});

app.timer('nightly', { schedule: '0 0 3 * * *', handler: async (timer) => record('nightly', timer) });

app.timer('failing', {
  schedule: '0 0 3 * * *',
  runOnStartup: true,
  useMonitor: false,
  retry: { strategy: 'exponentialBackoff', maxRetryCount: 2, minimumInterval: 0, maximumInterval: 0 },
  handler: async (_, context) => {
    record('failing', context.retryContext?.retryCount ?? 0);
    throw new Error('not this night');
  },
});
