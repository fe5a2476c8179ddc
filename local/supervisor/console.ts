import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { styleText } from 'node:util';

/** Takes one line of text. */
export type Print = (line: string) => void;

export type Colour = 'cyan' | 'yellow' | 'magenta' | 'green' | 'blue' | 'gray';

const WIDTH = 9;

/** A voice on the console of its own: every line is prefixed with `name`, in a colour where the console has them. */
export const voice = (name: string, colour: Colour): Print => {
  const prefix = styleText(colour, `${name.padEnd(WIDTH)} │`, { stream: process.stdout });
  return (line) => console.log(`${prefix} ${line}`);
};

/** Hands on what comes out of a stream line by line, the last one also when it does not end. */
export const eachLine = (stream: Readable, print: Print): void => {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', print);
};
