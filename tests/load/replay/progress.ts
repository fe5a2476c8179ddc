import cliProgress from 'cli-progress';
import type { Tally } from './play.ts';

export interface Progress {
  update(tally: Tally): void;
  /** A line for the reader, without tearing the bar apart. */
  note(message: string): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere, such as in a log, a line for every tenth of the way. */
export const progressOf = (total: number, out: NodeJS.WriteStream): Progress =>
  out.isTTY ? bar(total, out) : lines(total, out);

const bar = (total: number, stream: NodeJS.WriteStream): Progress => {
  const multi = new cliProgress.MultiBar({
    stream,
    format: '{bar} {percentage} % | {value} of {total} fixes | {rejected} rejected | {eta_formatted} left',
    hideCursor: true,
  });
  const single = multi.create(total, 0, { rejected: 0 });
  return {
    update: (tally) => single.update(tally.sent, { rejected: rejectedIn(tally) }),
    note: (message) => multi.log(`${message}\n`),
    stop: () => multi.stop(),
  };
};

const lines = (total: number, out: NodeJS.WritableStream): Progress => {
  let tenths = 0;
  return {
    update(tally) {
      const reached = Math.floor((10 * tally.sent) / total);
      if (reached <= tenths) return;
      tenths = reached;
      out.write(`${tally.sent} of ${total} fixes sent, ${rejectedIn(tally)} rejected\n`);
    },
    note: (message) => {
      out.write(`${message}\n`);
    },
    stop: () => undefined,
  };
};

export const rejectedIn = ({ sent, accepted }: Tally): number => sent - accepted;
