import { area, events, http, queue, timer, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { disconnectProvider, pauseConnection, replaceSecret, resumeConnection } from './change-connections.ts';
import { connectProvider } from './connect.ts';
import { connectionCards } from './connection-cards.ts';
import { follow } from './follow.ts';
import { pollProvider } from './poll.ts';
import { receive } from './receive.ts';
import { connectionResource } from './resource.ts';
import { POLLS_QUEUE, schedulePolls } from './schedule-polls.ts';

export default area('providers', {
  receive: http('POST ingest/providers/{connectionId}', receive),

  list: http(
    'GET provider-connections',
    list(connectionResource, { summary: 'List connections to telematics providers' }),
  ),
  connect: http('POST provider-connections', connectProvider),
  get: http('GET provider-connections/{connectionId}', get(connectionResource, { summary: 'Show a connection' })),
  history: http(
    'GET provider-connections/{connectionId}/history',
    history(connectionResource, { summary: 'Show what was decided about a connection' }),
  ),
  replaceSecret: http('POST provider-connections/{connectionId}/secret', replaceSecret),
  pause: http('POST provider-connections/{connectionId}/pause', pauseConnection),
  resume: http('POST provider-connections/{connectionId}/resume', resumeConnection),
  disconnect: http('POST provider-connections/{connectionId}/disconnect', disconnectProvider),
  cards: view(connectionCards, connectionResource),

  follow: events(follow),
  schedule: timer('0 * * * * *', schedulePolls),
  poll: queue(POLLS_QUEUE, pollProvider),
});
