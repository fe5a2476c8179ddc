import type { AnyEvent, Cause, EventStore, Recorded, StreamRef } from '../eventstore/event-store.ts';
import type { PersonalKeys } from './keys.ts';
import { type Sealed, seal, unseal } from './seal.ts';

/**
 * What an event says of a person stands under `personal` in its data. Stored, it is `sealed`; read after the key was forgotten, it is absent.
 *
 * @example
 * type Added = Message<'DriverAdded', { driverId: string; addedAt: string; personal?: { name: string } }>;
 */
interface WithPersonal {
  readonly personal?: object;
  readonly sealed?: Sealed;
}

const dataOf = ({ data }: AnyEvent): WithPersonal =>
  typeof data === 'object' && data !== null ? (data as WithPersonal) : {};

const sealed = (event: AnyEvent, key: Uint8Array, stream: StreamRef): AnyEvent => {
  const { personal, ...data } = dataOf(event);
  return personal ? { type: event.type, data: { ...data, sealed: seal(personal, key, stream) } } : event;
};

const opened = (event: AnyEvent, key: Uint8Array | undefined, stream: StreamRef): AnyEvent => {
  const { sealed, ...data } = dataOf(event);
  if (!sealed) return event;
  return { type: event.type, data: key ? { ...data, personal: unseal(sealed, key, stream) } : data };
};

/** Opens what can be opened, of whatever streams. */
export const opener =
  (keys: Pick<PersonalKeys, 'find'>) =>
  async <Event>(recorded: readonly Recorded<Event>[]): Promise<Recorded<Event>[]> => {
    const found = new Map<string, Promise<Buffer | undefined>>();
    const keyOf = (stream: StreamRef) => {
      const name = `${stream.tenantId}/${stream.streamId}`;
      const key = found.get(name) ?? keys.find(stream);
      found.set(name, key);
      return key;
    };
    return Promise.all(
      recorded.map(async (one) => {
        const event = one.event as AnyEvent;
        return dataOf(event).sealed ? { ...one, event: opened(event, await keyOf(one), one) as Event } : one;
      }),
    );
  };

/** An event store whose users see plain events, and which keeps sealed ones. */
export const sealing = (store: EventStore, keys: PersonalKeys): EventStore => {
  const open = opener(keys);
  return {
    async read<Event>(stream: StreamRef) {
      const { events, version } = await store.read<Event>(stream);
      return { events: await open(events), version };
    },
    async append<Event extends AnyEvent>(stream: StreamRef, expected: number, events: readonly Event[], cause: Cause) {
      if (!events.some((event) => dataOf(event).personal)) return store.append(stream, expected, events, cause);
      const key = await keys.ensure(stream);
      const closed = events.map((event) => sealed(event, key, stream));
      const stored = await store.append(stream, expected, closed, cause);
      return stored.map((one) => ({ ...one, event: opened(one.event, key, stream) as Event }));
    },
    async appendEach(tenantId, appends, cause) {
      // Keys are made one by one: what is found out by the thousand must not be about a person by name.
      if (appends.some(({ event }) => dataOf(event).personal))
        throw new Error('Personal data is not appended in bulk.');
      return store.appendEach(tenantId, appends, cause);
    },
  };
};
