import type { StepBody } from '../../shared/sagas/perform-step.ts';
import type { SagaRecord } from '../../shared/sagas/play.ts';
import { changeRun, recorded } from '../../shared/sagas/runs.ts';

/** The last step of every saga: writes its outcome into its document, where lists find it without asking the runtime. */
export const record: StepBody<SagaRecord, void> = async (said, { tenantId, now }, { operations }) => {
  await changeRun(operations, tenantId, said.sagaId, recorded(said, now));
};
