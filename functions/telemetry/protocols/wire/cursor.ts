/**
 * Reads big-endian numbers one after another. Past the end it reads zeroes and remembers it (`isShort`), so that a decoder asks once, at the end, and not before
 * every byte.
 */
export class Cursor {
  readonly #bytes: Buffer;
  readonly #end: number;
  offset: number;
  isShort = false;

  constructor(bytes: Buffer, offset = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.offset = offset;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.offset;
  }

  /** Where the next `size` bytes begin; -1 when they are not all there. */
  #take(size: number): number {
    if (size < 0 || this.offset + size > this.#end) {
      this.isShort = true;
      return -1;
    }
    this.offset += size;
    return this.offset - size;
  }

  skip(size: number): void {
    this.#take(size);
  }

  /** An unsigned number of 1, 2 or 4 bytes. */
  unsigned(size: 1 | 2 | 4): number {
    const at = this.#take(size);
    return at < 0 ? 0 : this.#bytes.readUIntBE(at, size);
  }

  /** A number in two's complement of 1, 2 or 4 bytes. */
  signed(size: 1 | 2 | 4): number {
    const at = this.#take(size);
    return at < 0 ? 0 : this.#bytes.readIntBE(at, size);
  }

  unsigned64(): bigint {
    const at = this.#take(8);
    return at < 0 ? 0n : this.#bytes.readBigUInt64BE(at);
  }

  /** The same memory, not a copy. */
  bytes(size: number): Buffer {
    const at = this.#take(size);
    return at < 0 ? Buffer.alloc(0) : this.#bytes.subarray(at, at + size);
  }

  hex(size: number): string {
    const at = this.#take(size);
    return at < 0 ? '' : this.#bytes.toString('hex', at, at + size);
  }

  text(size: number): string {
    const at = this.#take(size);
    return at < 0 ? '' : this.#bytes.toString('latin1', at, at + size);
  }
}
