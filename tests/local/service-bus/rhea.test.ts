import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import rhea, { type Delivery } from 'rhea';
import { keepMessagesRaw, type OutgoingLink, outcomeOf, settle } from '../../../local/service-bus/amqp/rhea.ts';

const accepted = () => outcomeOf('accepted', () => undefined);

// These hold the version of rhea that is installed to what the broker relies on.
describe('rhea, as the broker uses it', () => {
  it('frees the slot of a delivery that the client leaves unsettled, as the SDK does', async () => {
    const slots = 4;
    const total = 50;
    const broker = rhea.create_container();
    const server = broker.listen({
      port: 0,
      host: '127.0.0.1',
      session_buffer_size: slots,
      sender_options: { autosettle: false },
    });
    await once(server, 'listening');
    let sent = 0;
    const send = (sender: OutgoingLink) => {
      while (sent < total && sender.sendable()) {
        sender.send(Buffer.from([0, 0x53, 0x77, 0x40]), undefined, 0);
        sent += 1;
      }
    };
    broker.on('sendable', ({ sender }) => send(sender));
    broker.on('accepted', ({ delivery }: { delivery: Delivery }) => settle(delivery, accepted()));
    broker.on('disconnected', () => undefined);

    const { port } = server.address() as AddressInfo;
    const connection = rhea.create_container().connect({ host: '127.0.0.1', port, reconnect: false });
    const receiver = connection.open_receiver({
      source: 'any',
      credit_window: total,
      autoaccept: false,
      autosettle: false,
      rcv_settle_mode: 1,
    });
    let received = 0;
    await new Promise<void>((resolve) =>
      receiver.on('message', ({ delivery }) => {
        delivery.update(false, accepted());
        received += 1;
        if (received === total) resolve();
      }),
    );
    expect(received).toBe(total);
    connection.close();
    await once(connection, 'connection_close');
    await new Promise((closed) => server.close(closed));
  });

  it('hands over the bytes of a plain message as they came', async () => {
    const broker = rhea.create_container();
    const server = broker.listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    broker.on('session_open', ({ session }) => keepMessagesRaw(session));
    broker.on('disconnected', () => undefined);
    const arrived = once(broker, 'message');

    const { port } = server.address() as AddressInfo;
    const connection = rhea.create_container().connect({ host: '127.0.0.1', port, reconnect: false });
    const sender = connection.open_sender('any');
    await once(sender, 'sendable');
    const bytes = rhea.message.encode({ body: 'plain', message_id: 'm' });
    sender.send(bytes, undefined, 0);
    const [{ message, format }] = await arrived;
    expect(format).toBe(1);
    expect(message).toEqual(bytes);
    connection.close();
    await once(connection, 'connection_close');
    await new Promise((closed) => server.close(closed));
  });
});
