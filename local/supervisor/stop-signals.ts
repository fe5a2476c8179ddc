const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C arrives several times: from the terminal, and from every npm and preflight in between. */
const ECHO_MS = 1_000;

/** Calls `stop` at the first signal to end, and `force` when somebody asks again. */
export const onStopSignal = (stop: () => void, force: () => void): void => {
  let asked: number | undefined;
  const react = () => {
    if (asked === undefined) {
      asked = performance.now();
      stop();
    } else if (performance.now() - asked > ECHO_MS) force();
  };
  for (const signal of SIGNALS) process.on(signal, react);
};
