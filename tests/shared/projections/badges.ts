import type { AnyEvent, EventStore } from '../../../shared/eventstore/event-store.ts';
import type { Projection } from '../../../shared/projections/projection.ts';

export type Named = { readonly type: 'Named'; readonly data: { readonly name: string } };

export interface Badge {
  readonly id: string;
  readonly names: readonly string[];
}

/** Whoever has a badge is found by the name on it, by the newest one only. */
export const badges: Projection<Badge, Named> = {
  name: 'badges',
  streams: 'badge-',
  apply: (badge, { event, streamId }) => ({
    id: streamId.slice('badge-'.length),
    names: [...(badge?.names ?? []), event.data.name],
  }),
  lookups: ({ id, names }, tenantId) => [{ pk: `name:${names.at(-1)}`, id: 'badge', value: { tenantId, badge: id } }],
};

export const named = (name: string): Named => ({ type: 'Named', data: { name } });

const CAUSE = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };

/** Appends to the end of a stream and answers what was recorded. */
export const append = async <Event extends AnyEvent>(store: EventStore, streamId: string, ...events: Event[]) => {
  const stream = { tenantId: 'ten_acme', streamId };
  const { version } = await store.read(stream);
  return store.append(stream, version, events, CAUSE);
};
