import { badRequest, notSimulated, reasonOf, refusalOf, ServiceError } from './errors.ts';
import { type Connection, checkedGroupName, membersOf, send } from './hub.ts';
import { jsonPayload, messageOf, type Payload, payloadOfBody } from './message.ts';
import { HandlerFailure } from './upstream.ts';

const UNSUPPORTED_DATA = 1003;
const HANDLER_FAILED = 1011;
/** Ack ids a connection remembers in order to recognise a repeat. */
const REMEMBERED_ACK_IDS = 1_000;

/** A frame as a client sent it: an object with a type; everything else is still to be checked. */
type Frame = Readonly<Record<string, unknown>> & { readonly type: string };
/** Carries out a frame; what it answers with is for the client, after the ack. Throws to refuse the frame. */
type Handler = (connection: Connection, frame: Frame) => Promise<Payload | undefined>;

const payloadOfFrame = ({ dataType, data }: Frame): Payload => {
  if (dataType === 'json') return jsonPayload(data ?? null);
  if ((dataType !== 'text' && dataType !== 'binary') || typeof data !== 'string')
    throw badRequest("'dataType' must be json, text or binary, and 'data' a text unless it is json.");
  return { dataType, data: Buffer.from(data, dataType === 'text' ? 'utf8' : 'base64') };
};

const permitted = (connection: Connection, permission: 'joinLeaveGroup' | 'sendToGroup', frame: Frame): string => {
  const group = checkedGroupName(frame.group);
  const roles = [`webpubsub.${permission}`, `webpubsub.${permission}.${group}`];
  if (roles.some((role) => connection.roles.has(role))) return group;
  throw new ServiceError(403, 'Forbidden', `The client has no ${permission} permission for group '${group}'.`);
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  async joinGroup(connection, frame) {
    connection.groups.add(permitted(connection, 'joinLeaveGroup', frame));
  },
  async leaveGroup(connection, frame) {
    connection.groups.delete(permitted(connection, 'joinLeaveGroup', frame));
  },
  async sendToGroup(connection, frame) {
    const group = permitted(connection, 'sendToGroup', frame);
    const { hub, userId = null } = connection;
    const receivers = membersOf(hub, (one) => one.groups.has(group) && !(frame.noEcho === true && one === connection));
    send(receivers, messageOf({ from: 'group', fromUserId: userId, group }, payloadOfFrame(frame)));
  },
  async event(connection, frame) {
    const { event: name } = frame;
    if (typeof name !== 'string' || name === '') throw badRequest("'event' must name the event.");
    const payload = payloadOfFrame(frame);
    const reply = await connection.hub.service.upstream.ask(connection, 'user', name, payload);
    if (!reply) throw new ServiceError(404, 'NotFound', `No event handler is configured for event '${name}'.`);
    return reply.body.length === 0 ? undefined : payloadOfBody(reply.contentType, reply.body);
  },
};

const carryOut = async (connection: Connection, frame: Frame): Promise<void> => {
  const { type, ackId, stream } = frame;
  try {
    const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
    if (!handler || stream !== undefined) throw notSimulated(`The frame '${stream ? 'stream' : type}'`);
    if (connection.done.has(Number(ackId)))
      throw new ServiceError(409, 'Duplicate', `The frame with ackId ${ackId} has taken effect already.`);
    const answer = await handler(connection, frame);
    if (typeof ackId === 'number') {
      connection.done.add(ackId);
      connection.done.delete(ackId - REMEMBERED_ACK_IDS);
      connection.tell({ type: 'ack', ackId, success: true });
    }
    if (answer) connection.deliver(messageOf({ from: 'server' }, answer));
  } catch (error) {
    const { status, code: name, message } = refusalOf(error);
    if (ackId !== undefined) connection.tell({ type: 'ack', ackId, success: false, error: { name, message } });
    if (error instanceof HandlerFailure) connection.close(message, HANDLER_FAILED);
    // Whoever waits for another answer than an ack would wait in vain.
    else if (status === 501 && ackId === undefined) connection.close(message, UNSUPPORTED_DATA);
  }
};

/** Takes what a client sent. Pings and sequence acks count at once, everything else in the order it came. */
export const receive = (connection: Connection, text: string) => {
  if (!connection.hub.connections.has(connection.id)) return;
  try {
    const frame: Frame = JSON.parse(text);
    if (typeof frame?.type !== 'string') throw badRequest("A frame must be a JSON object with a 'type'.");
    if (frame.type === 'ping') connection.tell({ type: 'pong' });
    else if (frame.type === 'sequenceAck') connection.acknowledge(Number(frame.sequenceId));
    else connection.handled = connection.handled.then(() => carryOut(connection, frame));
  } catch (error) {
    connection.close(reasonOf(error), UNSUPPORTED_DATA);
  }
};
