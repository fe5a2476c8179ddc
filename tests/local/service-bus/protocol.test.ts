import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import rhea, { type Connection } from 'rhea';
import { covered } from '../conformance.ts';
import { openWorld, putToken, until, type World } from './world.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';

/** A client of our own, for what the SDK cannot be made to do at the right moment. */
const connect = async (port: number): Promise<Connection> => {
  const connection = rhea.create_container().connect({ host: 'localhost', port, username: 'anyone', reconnect: false });
  const expiry = Math.floor(Date.now() / 1000) + 3_600;
  const resource = encodeURIComponent(`sb://localhost:${port}/`);
  const signature = createHmac('sha256', 'SAS_KEY_VALUE').update(`${resource}\n${expiry}`).digest('base64');
  const token = `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=RootManageSharedAccessKey`;
  await putToken(connection, `sb://localhost:${port}/`, token);
  return connection;
};

const receiverOptions = { credit_window: 0, autoaccept: false, autosettle: false, rcv_settle_mode: 1 } as const;

describe(covered('AMQP 1.0: drain, and settlements that cross the end of their link'), () => {
  let world: World;
  let connection: Connection;
  beforeEach(async () => {
    world = await openWorld({ queues: [{ name: 'jobs' }, { name: 'shards', requiresSession: true }] });
    connection = await connect(world.bus.port);
  });
  afterEach(async () => {
    connection.close();
    await once(connection, 'connection_close');
    await world.close();
  });

  it('a drain is answered after what there is, even when that has used all the credit', async () => {
    await world.client.createSender('jobs').sendMessages([{ body: 1 }, { body: 2 }]);
    for (const credit of [1, 5]) {
      const receiver = connection.open_receiver({ ...receiverOptions, source: 'jobs' });
      const drained = once(receiver, 'receiver_drained');
      await once(receiver, 'receiver_open');
      receiver.add_credit(credit);
      receiver.drain_credit();
      await drained;
    }
    expect(world.bus.counts().jobs?.locked).toBe(2);
  });

  it('a message settled after its session was lost is answered with the loss', async () => {
    await world.client.createSender('shards').sendMessages({ body: 1, sessionId: 's' });
    const source = { address: 'shards', filter: { [SESSION_FILTER]: 's' } };
    const receiver = connection.open_receiver({ ...receiverOptions, source });
    const received = once(receiver, 'message');
    await once(receiver, 'receiver_open');
    receiver.add_credit(1);
    const [{ delivery }] = await received;
    const answered = once(receiver, 'settled');
    // The moment the client learns of the loss is before it has closed the link itself.
    receiver.once('receiver_error', () => delivery.accept());
    world.bus.fault({ kind: 'lose-lock' });
    await answered;
    expect(delivery.remote_state.error.condition).toBe('com.microsoft:message-lock-lost');
    await until(() => world.bus.counts().shards?.locked === 0);
    expect(world.bus.counts().shards?.active).toBe(1);
  });
});
