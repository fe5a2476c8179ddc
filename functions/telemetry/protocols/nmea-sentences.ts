import { secondsOfDay } from './wire/clock.ts';

/** What a sentence is for, and its fields as they are written, the first of which is 1 as in the standard. */
export interface Sentence {
  readonly kind: string;
  readonly fields: readonly string[];
}

/** A dollar sign, who talks, what it is, fields, a star and the exclusive or of what lies between the two. */
const SENTENCE = /^\$([A-Z]{2})([A-Z]{3}),([^*$]*)\*([0-9A-F]{2})$/i;

export type Parsed = Sentence | 'malformed' | 'checksum';

export const parseSentence = (text: string): Parsed => {
  const [, , kind, fields, checksum] = SENTENCE.exec(text) ?? [];
  if (kind === undefined || fields === undefined || checksum === undefined) return 'malformed';
  let sum = 0;
  for (let index = 1; index < text.length - 3; index++) sum ^= text.charCodeAt(index);
  return sum === Number.parseInt(checksum, 16)
    ? { kind: kind.toUpperCase(), fields: ['', ...fields.split(',')] }
    : 'checksum';
};

/** The sentences of one moment. */
export interface Epoch {
  /** Seconds since midnight; NaN when the sentence does not say. */
  readonly time: number;
  readonly sentences: Map<string, Sentence>;
}

/**
 * The sentences in epochs: RMC and GGA say their time, VTG belongs to the one before it. Other kinds of sentences say nothing that a fix has a place for.
 */
export const epochsOf = (sentences: readonly Sentence[]): Epoch[] => {
  const epochs: Epoch[] = [];
  for (const sentence of sentences) {
    const { kind, fields } = sentence;
    const last = epochs.at(-1);
    if (kind === 'VTG') {
      last?.sentences.set(kind, sentence);
      continue;
    }
    if (kind !== 'RMC' && kind !== 'GGA') continue;
    const time = secondsOfDay(fields[1]);
    if (last && last.time === time && !last.sentences.has(kind)) last.sentences.set(kind, sentence);
    else epochs.push({ time, sentences: new Map([[kind, sentence]]) });
  }
  return epochs;
};
