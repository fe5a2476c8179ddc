import { everything, type Partition } from '../documents/documents.ts';
import { conflict, FleetError, invalid } from '../kernel/errors.ts';
import type { Plan } from './importable.ts';

/** Documents of a view by a field that has one of these values; in one request for each page of 500. */
export const documentsBy = async <Doc extends object>(
  view: Partition,
  field: string,
  values: Iterable<string>,
): Promise<ReadonlyMap<string, readonly Doc[]>> => {
  const wanted = [...new Set(values)];
  const found = new Map<string, Doc[]>();
  if (wanted.length === 0) return found;
  for await (const doc of everything<Doc>(view, { where: { [field]: wanted }, limit: 500 })) {
    const value = String(Reflect.get(doc, field));
    found.set(value, [...(found.get(value) ?? []), doc]);
  }
  return found;
};

/** Of some things that people call by different names: the one that is called so. */
export type Named<Thing> = (text: string, field: string) => Thing;

/**
 * Finds things by what people call them, trying one kind of name after the other.
 * @param names for each kind of name the field that has it, and how the field writes it.
 * @returns what answers the one thing of a name. @throws FleetError `invalid` when there is none, or there are several.
 */
export const namedIn = async <Doc extends object>(
  view: Partition,
  texts: readonly string[],
  names: readonly { readonly field: string; of?(text: string): string }[],
  isSeen: (doc: Doc) => boolean,
  noun: string,
): Promise<Named<Doc>> => {
  const found = await Promise.all(
    names.map(async ({ field, of = (text: string) => text }) => ({
      of,
      docs: await documentsBy<Doc>(view, field, texts.map(of)),
    })),
  );
  return (text, field) => {
    for (const { of, docs } of found) {
      const [doc, ...others] = (docs.get(of(text)) ?? []).filter(isSeen);
      if (others.length > 0) throw unusable(field, `Several ${noun}s are called so.`);
      if (doc) return doc;
    }
    throw unusable(field, `There is no such ${noun}.`);
  };
};

const unusable = (field: string, message: string) =>
  invalid('imports/unusable-name', message, [{ path: [field], message }]);

/** What is matched by a key. @throws FleetError `conflict` when several things have it. */
export const onlyOne = <Doc>(docs: readonly Doc[] | undefined, noun: string, key: string): Doc | undefined => {
  const [doc, ...others] = docs ?? [];
  if (others.length > 0)
    throw conflict('imports/ambiguous', `Several ${noun}s have this ${key}: another key tells them apart.`);
  return doc;
};

/** A plan; or what forbids one. Trouble that passes is thrown on. */
export const planned = async (plan: () => Plan | Promise<Plan>): Promise<Plan> => {
  try {
    return await plan();
  } catch (error) {
    if (error instanceof FleetError && error.kind !== 'upstream') return { outcome: 'failed', error };
    throw error;
  }
};
