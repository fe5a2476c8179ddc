import type { TimerHandler } from '../../shared/area.ts';

/** Starts what was accepted but not started, because the process or the runtime went away in between. */
export const resumeSagas: TimerHandler = {
  handler: () => (sagas) => sagas.resume(),
};
