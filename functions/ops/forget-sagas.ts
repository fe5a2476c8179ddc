import type { TimerHandler } from '../../shared/area.ts';

/** Lets the runtime forget what has ended long ago, with what it says of people; the company's own documents stay. */
export const forgetSagas: TimerHandler = {
  handler: () => (sagas) => sagas.forget(),
};
