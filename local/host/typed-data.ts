/** A value on its way between host and app, in the shape the host's RPC protocol gives it. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: unknown;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] };
}

export interface NamedData {
  readonly name: string;
  readonly data: TypedData;
}

const metadatum = (value: unknown): TypedData => {
  if (typeof value === 'string') return { string: value };
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'))
    return { collectionString: { string: value } };
  return { json: JSON.stringify(value) };
};

/** Trigger metadata as the host sends it: text stays text, everything else travels as JSON, null is left out. */
export const metadataOf = (values: Readonly<Record<string, unknown>>): Record<string, TypedData> => {
  const metadata: Record<string, TypedData> = {};
  for (const key in values)
    if (values[key] !== null && values[key] !== undefined) metadata[key] = metadatum(values[key]);
  return metadata;
};

/** What the host reads from an output: a string is left as it is, JSON is parsed, nothing is `undefined`. */
export const outputValue = (data: TypedData | null | undefined): unknown =>
  data?.json === undefined ? (data?.string ?? data?.bytes ?? data?.int ?? data?.double) : JSON.parse(data.json);
