import { covered, differs, refused } from '../conformance.ts';
import { all, bodies, openWorld, receive, type World } from './world.ts';

describe(covered('Topics and subscriptions with correlation and SQL rules'), () => {
  let world: World;
  const sql =
    "severity IN ('high','medium') AND (speed > 100 OR sys.Label LIKE 'al%') AND region IS NOT NULL AND EXISTS(region)";
  const entities = {
    topics: [
      {
        name: 'fleet',
        subscriptions: [
          { name: 'all' },
          {
            name: 'alerts',
            rules: [{ name: 'r', correlationFilter: { label: 'alert', properties: { severity: 'high' } } }],
          },
          { name: 'sql', rules: [{ name: 'r', sqlFilter: { sqlExpression: sql } }] },
          {
            name: 'either',
            rules: [
              { name: 'vip', correlationFilter: { properties: { vip: true } } },
              { name: 'fast', sqlFilter: { sqlExpression: 'speed >= 200' } },
            ],
          },
          { name: 'ordered', requiresSession: true, rules: [{ name: 'r', correlationFilter: { label: 'ordered' } }] },
        ],
      },
    ],
  };

  beforeEach(async () => {
    world = await openWorld(entities);
  });
  afterEach(() => world.close());

  const active = (subscription: string) => world.bus.counts()[`fleet/Subscriptions/${subscription}`]?.active ?? 0;
  const take = async (subscription: string) => {
    const receiver = world.client.createReceiver('fleet', subscription);
    return bodies(await receive(receiver, active(subscription)));
  };

  it('copy a message to every subscription with a rule that matches it', async () => {
    await world.client.createSender('fleet').sendMessages([
      { body: 'a', subject: 'alert', applicationProperties: { severity: 'high', region: 'eu' } },
      { body: 'b', subject: 'pos', applicationProperties: { severity: 'medium', speed: 120, region: 'us', vip: true } },
      { body: 'c', subject: 'alert', applicationProperties: { severity: 'low', speed: 250 } },
    ]);
    expect(await take('all')).toEqual(['a', 'b', 'c']);
    expect(await take('alerts')).toEqual(['a']);
    expect(await take('sql')).toEqual(['a', 'b']);
    expect(await take('either')).toEqual(['b', 'c']);
  });

  it(differs('Sequence numbers', 'count through the whole namespace, not each entity by itself'), async () => {
    await world.client
      .createSender('fleet')
      .sendMessages([{ body: 1 }, { body: 2, subject: 'alert', applicationProperties: { severity: 'high' } }]);
    const [first, second] = await receive(world.client.createReceiver('fleet', 'all'), 2);
    const [copy] = await receive(world.client.createReceiver('fleet', 'alerts'));
    const numbers = [first, second, copy].map((message) => message?.sequenceNumber?.toNumber());
    expect(numbers).toEqual([2, 4, 5]);
    // Each copy remembers the number its message had at the topic.
    expect([first, second, copy].map((message) => message?.enqueuedSequenceNumber)).toEqual([1, 3, 3]);
  });

  it(refused('ServiceBusRuleManager', 'rules come from infra/topics.json'), async () => {
    const rules = world.client.createRuleManager('fleet', 'all');
    await expect(all(rules.listRules())).rejects.toThrow(/enumerate-rules' is not simulated/);
    await expect(rules.createRule('vip', { subject: 'x' })).rejects.toThrow(/add-rule' is not simulated/);
    await expect(rules.deleteRule('$Default')).rejects.toThrow(/remove-rule' is not simulated/);
  });

  it('dead-letter what a subscription with sessions cannot deliver', async () => {
    await world.client.createSender('fleet').sendMessages([
      { body: 'good', subject: 'ordered', sessionId: 's' },
      { body: 'bad', subject: 'ordered' },
    ]);
    expect(world.bus.counts()['fleet/Subscriptions/ordered']).toMatchObject({ active: 1, deadLettered: 1 });
    const dead = world.client.createReceiver('fleet', 'ordered', { subQueueType: 'deadLetter' });
    expect((await receive(dead))[0]).toMatchObject({ body: 'bad', deadLetterReason: 'Session id is null' });
  });

  it('cannot be received from, and subscriptions cannot be sent to', async () => {
    const fromTopic = world.client.createReceiver('fleet').receiveMessages(1, { maxWaitTimeInMs: 100 });
    await expect(fromTopic).rejects.toThrow(/use a subscription/);
    const toSubscription = world.client.createSender('fleet/Subscriptions/all').sendMessages({ body: 1 });
    await expect(toSubscription).rejects.toThrow(/cannot be sent to 'fleet\/Subscriptions\/all'/);
  });
});
