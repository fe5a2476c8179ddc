import type { AnyEvent, Recorded } from '../eventstore/event-store.ts';
import type { Draft, Members } from './entry.ts';
import { canonical } from './entry.ts';
import { bounded, withoutSecrets } from './hidden.ts';
import type { StreamSubject } from './subjects.ts';

const MAX_TEXT = 500;

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));

/** The members in which two states differ, as each has them. */
const changed = (before: Members, after: Members) => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isSame(before[name], after[name]),
  );
  const of = (members: Members): Members =>
    Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
  return { before: of(before), after: of(after) };
};

/** What an event says that its entity does not show: why, mostly. Only single values; whatever is deeper is shown or is nobody's business. */
const aside = ({ data }: AnyEvent, shown: Members, id: string): Members =>
  Object.fromEntries(
    Object.entries(Object(data) as Members).filter(
      ([name, value]) =>
        !(name in shown) &&
        value !== id &&
        (typeof value === 'number' ||
          typeof value === 'boolean' ||
          (typeof value === 'string' && value.length <= MAX_TEXT)),
    ),
  );

/** What a fact changed, and what it says beside that; no member that is empty. */
const told = (event: AnyEvent, id: string, was: Members, is: Members) => {
  const { before, after } = changed(was, is);
  const members = { before, after, data: aside(event, { ...was, ...is }, id) };
  return Object.fromEntries(
    Object.entries(members)
      .map(([name, value]) => [name, bounded(withoutSecrets(value))] as const)
      .filter(([, value]) => Object.keys(value).length > 0),
  );
};

/**
 * Stored facts as entries of the trail, named by stream and version, so that each is there once.
 * @param facts of one stream
 * @param history the stream from its beginning, at least up to the last of them
 */
export const factsOf = (
  { area, kind, id: whole, changesOf }: StreamSubject,
  facts: readonly Recorded[],
  history: readonly Recorded[],
): Draft[] => {
  const changes = changesOf(history);
  return facts.map(({ streamId, version, event, at, actor, correlationId, from }) => {
    const { id, before, after } = changes.get(version) ?? { id: whole, before: {}, after: {} };
    return {
      id: `${streamId}:${version}`,
      at,
      actor,
      ...(from && { from }),
      correlationId,
      outcome: 'done',
      action: `${area}.${event.type}`,
      subject: { kind, id },
      ...told(event, id, before, after),
    };
  });
};
