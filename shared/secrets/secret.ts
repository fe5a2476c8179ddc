import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A text that does not land in logs: printed, joined, inspected or as JSON it is `[secret]`. Only `reveal` tells it. */
export class Secret {
  /** Names this text for as long as the secret exists. */
  readonly version: string;
  readonly #text: string;

  constructor(text: string, version: string) {
    this.#text = text;
    this.version = version;
  }

  /** The text itself. Pass it to what needs it, and to nothing else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
