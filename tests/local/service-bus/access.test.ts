import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { ServiceBusClient } from '@azure/service-bus';
import rhea from 'rhea';
import { covered, differs } from '../conformance.ts';
import { clientOf, errorCode, openWorld, putToken, receiveOne, type World } from './world.ts';

const KEY = 'a-key-of-our-own';

describe(covered('SAS tokens for an entity or the namespace, with expiry, through $cbs'), () => {
  let world: World;
  let clients: ServiceBusClient[] = [];
  beforeEach(async () => {
    world = await openWorld({ queues: [{ name: 'jobs' }, { name: 'jobs-too' }] }, { key: KEY });
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    clients = [];
    await world.close();
  });

  const open = (connection: string) => {
    const client = clientOf(connection);
    clients.push(client);
    return client;
  };

  const endpoint = () => `sb://localhost:${world.bus.port}`;
  const tokenFor = (entity: string, expiresInSeconds: number, key = KEY) => {
    const resource = encodeURIComponent(`${endpoint()}/${entity}`);
    const expiry = Math.floor(Date.now() / 1000) + expiresInSeconds;
    const signature = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64');
    return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=RootManageSharedAccessKey`;
  };

  /** A connection string with a ready-made signature, as it is given to a client that must not know the key. */
  const signed = (entity: string, expiresInSeconds: number, key = KEY) =>
    `Endpoint=${endpoint()};SharedAccessSignature=${tokenFor(entity, expiresInSeconds, key)};UseDevelopmentEmulator=true;`;
  const send = (connection: string, entity = 'jobs') =>
    errorCode(open(connection).createSender(entity).sendMessages({ body: 1 }));

  it('needs the right key', async () => {
    expect(await send(world.bus.connection)).toBe('no error');
    expect(await send(world.bus.connection.replace(KEY, 'wrong'))).toBe('UnauthorizedAccess');
    expect(await send(world.bus.connection.replace('RootManage', 'Other'))).toBe('UnauthorizedAccess');
    expect(world.bus.counts().jobs?.active).toBe(1);
  });

  it('is limited to the entity a token was made for', async () => {
    expect(await send(signed('jobs', 60))).toBe('no error');
    expect(await send(signed('jobs', 60), 'jobs-too')).toBe('UnauthorizedAccess');
    expect(await send(signed('', 60), 'jobs-too')).toBe('no error');
    expect(await send(signed('jobs', 60, 'wrong'))).toBe('UnauthorizedAccess');
  });

  it('is refused to a client that attaches to an entity it has presented no token for', async () => {
    // The SDK presents a token before every attach, so this takes a client of our own.
    const connection = rhea
      .create_container()
      .connect({ host: 'localhost', port: world.bus.port, username: 'anyone', reconnect: false });
    connection.on('sender_error', () => undefined);
    const attached = async (address: string) => {
      const sender = connection.open_sender(address);
      const sendable = once(sender, 'sendable').then(() => 'open');
      const refused = once(sender, 'sender_error').then(() => Reflect.get(sender.error ?? {}, 'condition'));
      return Promise.race([sendable, refused]);
    };
    expect(await attached('jobs')).toBe('amqp:unauthorized-access');

    expect(await putToken(connection, `${endpoint()}/jobs`, tokenFor('jobs', 60))).toBe(200);
    expect(await attached('jobs')).toBe('open');
    expect(await attached('jobs-too')).toBe('amqp:unauthorized-access');
    connection.close();
    await once(connection, 'connection_close');
  });

  it('ends for senders when the token expires', async () => {
    expect(await send(signed('jobs', -1))).toBe('UnauthorizedAccess');
    const sender = open(signed('jobs', 60)).createSender('jobs');
    await sender.sendMessages({ body: 'in time' });
    world.advance(61_000);
    expect(await errorCode(sender.sendMessages({ body: 'too late' }))).toBe('UnauthorizedAccess');
    expect(world.bus.counts().jobs?.active).toBe(1);
  });

  it(
    differs('SAS tokens that expire while a receiver is open', 'the receiver goes on; on Azure it is detached'),
    async () => {
      const receiver = open(signed('jobs', 60)).createReceiver('jobs');
      expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 20 })).toEqual([]);
      world.advance(61_000);
      await open(signed('jobs', 120)).createSender('jobs').sendMessages({ body: 'x' });
      expect((await receiveOne(receiver)).body).toBe('x');
    },
  );

  it('tells an unknown entity from a forbidden one', async () => {
    const client = open(world.bus.connection);
    expect(await errorCode(client.createSender('nope').sendMessages({ body: 1 }))).toBe('MessagingEntityNotFound');
    const receiving = client.createReceiver('nope').receiveMessages(1, { maxWaitTimeInMs: 100 });
    expect(await errorCode(receiving)).toBe('MessagingEntityNotFound');
    const scheduling = client.createSender('nope').scheduleMessages({ body: 1 }, new Date());
    expect(await errorCode(scheduling)).toBe('MessagingEntityNotFound');
  });

  it('does not depend on upper and lower case of an entity name', async () => {
    const client = open(world.bus.connection);
    await client.createSender('JOBS').sendMessages({ body: 'x' });
    expect((await receiveOne(client.createReceiver('Jobs'))).body).toBe('x');
  });

  it('to the dead-letter queue is for receivers only', async () => {
    const sender = open(world.bus.connection).createSender('jobs/$DeadLetterQueue');
    await expect(sender.sendMessages({ body: 1 })).rejects.toThrow(/cannot be sent to 'jobs\/\$DeadLetterQueue'/);
  });
});
