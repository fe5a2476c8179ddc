import type { Attributes } from '../../contract.ts';

/** What a fix may carry; see `fix.ts`. Half its bytes, for other things may be added on the way. */
const MOST = 32;
const MOST_BYTES = 2_000;
const MOST_TEXT = 200;

type Value = string | number | boolean;

const sizeOf = (name: string, value: Value): number =>
  name.length + 4 + (typeof value === 'string' ? Buffer.byteLength(value) + 2 : String(value).length);

/** Collects the attributes of a fix. When there are too many, those put in first are kept: the ones with a name before those without. */
export class AttributeBag {
  readonly #all = new Map<string, Value>();
  #bytes = 0;

  has(name: string): boolean {
    return this.#all.has(name);
  }

  get(name: string): Value | undefined {
    return this.#all.get(name);
  }

  /** What is not known, is no number, or is no text is left out; of two with the same name the later one stays. */
  put(name: string, value: Value | undefined): void {
    if (value === undefined || value === '' || (typeof value === 'number' && !Number.isFinite(value))) return;
    const kept = typeof value === 'string' ? value.slice(0, MOST_TEXT) : value;
    const size = sizeOf(name, kept);
    const before = this.#all.get(name);
    const grown = this.#bytes + size - (before === undefined ? 0 : sizeOf(name, before));
    if (grown > MOST_BYTES || name === '' || name.length > 64) return;
    if (before === undefined && this.#all.size >= MOST) return;
    this.#all.set(name, kept);
    this.#bytes = grown;
  }

  get all(): Attributes | undefined {
    return this.#all.size > 0 ? Object.fromEntries(this.#all) : undefined;
  }
}

/** Without the noise that a factor such as 0.1 brings in. */
export const scaled = (value: number, factor: number): number =>
  factor === 1 ? value : Math.round(value * factor * 1e6) / 1e6;
