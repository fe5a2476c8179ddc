import rhea, { type Typed } from 'rhea';

// rhea exports these at run time; its typings describe their shape, but not that they are there.
interface Reader {
  read(): Typed;
}
interface Writer {
  write(value: unknown): void;
  toBuffer(): Buffer;
}
interface Coding {
  readonly Reader: new (bytes: Buffer) => Reader;
  readonly Writer: new () => Writer;
  wrap_array(values: readonly unknown[], typeCode: number): Typed;
}

/** rhea's AMQP types, with the reader and writer its typings leave out. */
export const types = rhea.types as typeof rhea.types & Coding;

/** Decodes one value or section and keeps its exact AMQP types. */
export const decodeTyped = (bytes: Buffer): Typed => new types.Reader(bytes).read();

export const encode = (...values: readonly unknown[]): Buffer => {
  const writer = new types.Writer();
  for (const value of values) writer.write(value);
  return writer.toBuffer();
};

export const described = (code: number, value: Typed): Typed => types.described(types.wrap_ulong(code), value);

/** An AMQP long as rhea hands it over: a number when it is safe, else eight bytes. */
export const fromLong = (value: number | Buffer): number =>
  typeof value === 'number' ? value : Number(value.readBigInt64BE(0));

export const withoutNulls = (values: Record<string, unknown> | null | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null && value !== undefined));
