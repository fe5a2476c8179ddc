import type { Connection } from './connection.ts';
import { badRequest, notSimulated, reasonOf, ServiceError } from './errors.ts';
import { type Frame, payloadOfFrame } from './frame.ts';
import { checkedGroupName } from './limits.ts';
import { Message } from './message.ts';
import type { Sessions } from './sessions.ts';
import type { Upstream } from './upstream.ts';
import { deliverReply, HANDLER_FAILED, handlerFailed, raiseUserEvent } from './user-events.ts';

export interface FrameContext {
  readonly upstream: Upstream;
  readonly sessions: Sessions;
  log(text: string): void;
}

type FrameHandler = (connection: Connection, frame: Frame, context: FrameContext) => Promise<void> | undefined;

const acknowledge = (connection: Connection, { ackId }: Frame) => {
  if (typeof ackId !== 'number') return;
  connection.remember(ackId);
  connection.tell({ type: 'ack', ackId, success: true });
};

const refuse = (connection: Connection, { ackId }: Frame, error: unknown) => {
  if (typeof ackId !== 'number') return;
  const name = error instanceof ServiceError ? error.code : 'InternalServerError';
  connection.tell({ type: 'ack', ackId, success: false, error: { name, message: reasonOf(error) } });
};

/** A frame that is carried out on the spot: acknowledged when `act` returns, refused when it throws. */
const immediate =
  (act: (connection: Connection, frame: Frame) => void): FrameHandler =>
  (connection, frame) => {
    try {
      act(connection, frame);
      acknowledge(connection, frame);
    } catch (error) {
      refuse(connection, frame, error);
    }
    return undefined;
  };

/** A frame that must take effect once: a repeated ack id is answered `Duplicate`, which clients take for success. */
const once =
  (handler: FrameHandler): FrameHandler =>
  (connection, frame, context) => {
    const { ackId } = frame;
    if (typeof ackId !== 'number' || !connection.hasDone(ackId)) return handler(connection, frame, context);
    refuse(
      connection,
      frame,
      new ServiceError(409, 'Duplicate', `Message with ack id ${ackId} was processed already.`),
    );
    return undefined;
  };

const permitted = (connection: Connection, permission: 'joinLeaveGroup' | 'sendToGroup', frame: Frame): string => {
  const group = checkedGroupName(frame.group);
  if (connection.may(permission, group)) return group;
  throw new ServiceError(403, 'Forbidden', `The client has no ${permission} permission for group '${group}'.`);
};

const sendToGroup = (connection: Connection, frame: Frame) => {
  const group = permitted(connection, 'sendToGroup', frame);
  const { hub, userId } = connection;
  const message = new Message({ from: 'group', fromUserId: userId ?? null, group }, payloadOfFrame(frame));
  const excluded = new Set(frame.noEcho === true ? [connection.id] : []);
  hub.broadcast(hub.groups.get(group) ?? [], message, { excluded });
};

const eventNameOf = ({ event }: Frame): string => {
  if (typeof event === 'string' && event !== '') return event;
  throw badRequest("'event' must name the event.");
};

const raise = async (connection: Connection, frame: Frame, { upstream, sessions }: FrameContext) => {
  try {
    const reply = await raiseUserEvent(upstream, connection, eventNameOf(frame), payloadOfFrame(frame));
    acknowledge(connection, frame);
    deliverReply(connection, reply);
  } catch (error) {
    refuse(connection, frame, error);
    if (handlerFailed(error)) sessions.close(connection, reasonOf(error), HANDLER_FAILED);
  }
};

/** Frames that change something, handled in the order they came, each after the one before is done. */
export const ORDERED_FRAMES: Readonly<Record<string, FrameHandler>> = {
  joinGroup: immediate((connection, frame) =>
    connection.hub.join(connection, permitted(connection, 'joinLeaveGroup', frame)),
  ),
  leaveGroup: immediate((connection, frame) =>
    connection.hub.leave(connection, permitted(connection, 'joinLeaveGroup', frame)),
  ),
  sendToGroup: once(immediate(sendToGroup)),
  event: once(raise),
};

export const refuseUnknownFrame = (connection: Connection, frame: Frame) => {
  const refusal = notSimulated(`The frame '${frame.type}'`);
  const { streamId } = frame;
  if (streamId === undefined) refuse(connection, frame, refusal);
  else connection.tell({ type: 'streamNack', streamId, name: refusal.code, message: refusal.message });
};
