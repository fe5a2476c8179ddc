import { onStopSignal } from './stop-signals.ts';
import { createTroupe, type Troupe } from './troupe.ts';

const STOPPED_AT_ONCE = 130;

/**
 * Runs `bringUp`, and then what it has started, until a signal says to stop. Stops everything and ends with 1 when it throws.
 * @param cwd where the processes run.
 */
export const perform = async (cwd: string, bringUp: (troupe: Troupe) => Promise<void>): Promise<void> => {
  const troupe = createTroupe(cwd);
  onStopSignal(
    () => void troupe.stop().then(() => process.exit(0)),
    () => {
      troupe.kill();
      process.exit(STOPPED_AT_ONCE);
    },
  );
  try {
    await bringUp(troupe);
  } catch (error) {
    // What fails because everything is being stopped is not worth a word.
    if (!troupe.stopping) console.error(`\n${explanation(error)}\n`);
    await troupe.stop();
    process.exit(1);
  }
};

/** A plain Error was thrown to be read by people; anything else is a mistake to be traced. */
const explanation = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
};
