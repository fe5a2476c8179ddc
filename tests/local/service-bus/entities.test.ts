import topics from '../../../infra/topics.json' with { type: 'json' };
import { type Entities, parseEntities } from '../../../local/service-bus/entities.ts';
import { startServiceBus } from '../../../local/service-bus/server.ts';
import { covered, refused } from '../conformance.ts';

const queue = (settings: object): Entities => ({ queues: [{ name: 'q', ...settings }] });
const withRule = (sqlExpression: string, more: object = {}): Entities => ({
  topics: [
    { name: 't', subscriptions: [{ name: 's', rules: [{ name: 'r', sqlFilter: { sqlExpression }, ...more }] }] },
  ],
});

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
    [/expected an ISO 8601 duration.*\n.*queues\[0\].lockDuration/, queue({ lockDuration: '1 minute' })],
    [/expected an ISO 8601 duration.*\n.*queues\[0\].lockDuration/, queue({ lockDuration: 'PT' })],
    [/between PT0S and PT5M.*\n.*queues\[0\].lockDuration/, queue({ lockDuration: 'PT6M' })],
    [/between PT20S and P7D/, queue({ duplicateDetectionHistoryTimeWindow: 'PT1S' })],
    [/queues\[0\].maxDeliveryCount/, queue({ maxDeliveryCount: 0 })],
    [/Unrecognized key: "forwardTo"\n.*queues\[0\]/, queue({ forwardTo: 'other' })],
    [/not a valid entity name\n.*queues\[0\].name/, { queues: [{ name: '/q' }] }],
    [/names must differ/, { queues: [{ name: 'same' }], topics: [{ name: 'SAME' }] }],
    [
      /either a sqlFilter or a correlationFilter.*\n.*topics\[0\].subscriptions\[0\].rules\[0\]/,
      withRule('1=1', { correlationFilter: {} }),
    ],
  ])('is refused with a clear word: %s', (message, entities) => {
    expect(() => parseEntities(entities)).toThrow(message);
  });

  it(refused('SQL rule actions, and SQL filters that are not understood'), async () => {
    expect(() => parseEntities(withRule('1=1', { action: { sqlExpression: 'SET x = 1' } }))).toThrow(
      'Unrecognized key: "action"',
    );
    const starting = startServiceBus({ entities: withRule('a =') });
    await expect(starting).rejects.toThrow('The SQL filter "a =" is not valid');
  });
});
