import { setTimeout as sleep } from 'node:timers/promises';
import { app } from '@azure/functions';

// The host has to wait for a module that waits.
await Promise.resolve();

app.http('hello', {
  route: 'hello/{name}',
  handler: async (request) => ({ jsonBody: { hi: request.params.name } }),
});

app.http('slow', {
  route: 'slow/{milliseconds}',
  handler: async (request) => {
    console.log('the slow one has begun');
    await sleep(Number(request.params.milliseconds));
    return { body: 'done' };
  },
});

app.http('crash', {
  handler: async () => {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
    return {};
  },
});
