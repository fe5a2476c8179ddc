import topics from '../../../infra/topics.json' with { type: 'json' };
import { type Entities, parseEntities } from '../../../local/service-bus/entities.ts';
import { startServiceBus } from '../../../local/service-bus/server.ts';
import { covered } from '../conformance.ts';

const queue = (settings: object): Entities => ({ queues: [{ name: 'q', ...settings }] });

describe(covered('Entities from infra/topics.json, with the defaults and limits of ARM'), () => {
  it('gets the defaults of Azure and times in milliseconds', () => {
    const [parsed] = parseEntities(queue({ lockDuration: 'PT1M30S', defaultMessageTimeToLive: 'P1DT2H' })).queues;
    expect(parsed).toEqual({
      name: 'q',
      requiresSession: false,
      lockDuration: 90_000,
      maxDeliveryCount: 10,
      defaultMessageTimeToLive: 26 * 3_600_000,
      deadLetteringOnMessageExpiration: false,
      requiresDuplicateDetection: false,
      duplicateDetectionHistoryTimeWindow: 600_000,
    });
  });

  it('may be the one that is deployed', () => {
    expect(parseEntities(topics).queues.map(({ name }) => name)).toContain('telemetry');
  });

  it.each([
    ['queues.0.lockDuration: expected an ISO 8601 duration', queue({ lockDuration: '1 minute' })],
    ['queues.0.lockDuration: expected an ISO 8601 duration', queue({ lockDuration: 'PT' })],
    ['queues.0.lockDuration: a lock lasts five minutes', queue({ lockDuration: 'PT6M' })],
    ['between PT20S and P7D', queue({ duplicateDetectionHistoryTimeWindow: 'PT1S' })],
    ['queues.0.maxDeliveryCount', queue({ maxDeliveryCount: 0 })],
    ['queues.0: Unrecognized key: "forwardTo"', queue({ forwardTo: 'other' })],
    ['queues.0.name: not a valid entity name', { queues: [{ name: '/q' }] }],
    ['names must differ', { queues: [{ name: 'same' }], topics: [{ name: 'SAME' }] }],
    [
      'topics.0.subscriptions.0.rules.0: a rule has either a sqlFilter or a correlationFilter',
      { topics: [{ name: 't', subscriptions: [{ name: 's', rules: [{ name: 'r' }] }] }] },
    ],
  ])('is refused with a clear word: %s', (message, entities) => {
    expect(() => parseEntities(entities)).toThrow(message);
  });

  it('is refused when a SQL filter is not understood', async () => {
    const rules = [{ name: 'r', sqlFilter: { sqlExpression: 'a =' } }];
    const entities = { topics: [{ name: 't', subscriptions: [{ name: 's', rules }] }] };
    await expect(startServiceBus({ entities })).rejects.toThrow('The SQL filter "a =" is not valid');
  });
});
