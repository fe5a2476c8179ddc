import { z } from 'zod';

/** Characters that hide, break or turn round the text they stand in, and halves of characters, which no store keeps as they are. */
const CONTROLS = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
/** The same, but for tabs and line breaks. */
const CONTROLS_BUT_BREAKS = /[^\P{Cc}\t\n\r]|[\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** One line of text that a person has written, trimmed. */
export const Line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !CONTROLS.test(text), 'No control characters.');

/** Text of any number of lines, trimmed. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !CONTROLS_BUT_BREAKS.test(text), 'No control characters but line breaks.');
