import { area, http, projection, saga, step } from '../../shared/area.ts';
import { assign } from './assign-driver.ts';
import { assignmentCards } from './assignment-cards.ts';
import { currentDriver } from './current-driver.ts';
import { endAssignment } from './end-assignment.ts';
import { handOver } from './hand-over.ts';
import { handOverSaga } from './hand-over-saga.ts';
import * as steps from './hand-over-steps.ts';
import { listAssignments } from './list-assignments.ts';

export default area('assignments', {
  list: http('GET assignments', listAssignments),
  driver: http('GET vehicles/{vehicleId}/driver', currentDriver),
  assign: http('POST vehicles/{vehicleId}/driver', assign),
  end: http('POST vehicles/{vehicleId}/driver/end', endAssignment),
  cards: projection(assignmentCards),

  startHandOver: http('POST vehicles/{vehicleId}/hand-over', handOver),
  handOver: saga(handOverSaga),
  close: step(steps.closeAssignment, steps.close),
  reopen: step(steps.reopenAssignment, steps.reopen),
  open: step(steps.openAssignment, steps.open),
  callOff: step(steps.callOffAssignment, steps.callOff),
});
