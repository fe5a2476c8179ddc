import { area, events, http, importable, saga, step, view } from '../../shared/area.ts';
import { assign } from './assign-driver.ts';
import { assignmentCards } from './assignment-cards.ts';
import { currentDriver } from './current-driver.ts';
import { cancelAssignment, endAssignment, endCurrent } from './end-assignment.ts';
import { handOver } from './hand-over.ts';
import { handOverSaga } from './hand-over-saga.ts';
import * as steps from './hand-over-steps.ts';
import { assignmentImport } from './import-assignments.ts';
import { getAssignment, listAssignments } from './list-assignments.ts';
import { myVehicle } from './my-vehicle.ts';
import { planAssignment } from './plan-assignment.ts';
import { assignmentResource } from './resource.ts';
import { whenGone } from './when-gone.ts';

export default area('assignments', {
  list: http('GET assignments', listAssignments),
  get: http('GET assignments/{assignmentId}', getAssignment),
  endOne: http('POST assignments/{assignmentId}/end', endAssignment),
  cancel: http('POST assignments/{assignmentId}/cancel', cancelAssignment),
  plan: http('POST vehicles/{vehicleId}/assignments', planAssignment),
  driver: http('GET vehicles/{vehicleId}/driver', currentDriver),
  assign: http('POST vehicles/{vehicleId}/driver', assign),
  end: http('POST vehicles/{vehicleId}/driver/end', endCurrent),
  mine: http('GET me/vehicle', myVehicle),
  cards: view(assignmentCards, assignmentResource),
  whenGone: events(whenGone),

  startHandOver: http('POST vehicles/{vehicleId}/hand-over', handOver),
  handOver: saga(handOverSaga),
  close: step(steps.closeAssignment, steps.close),
  reopen: step(steps.reopenAssignment, steps.reopen),
  open: step(steps.openAssignment, steps.open),
  callOff: step(steps.callOffAssignment, steps.callOff),
  import: importable(assignmentImport),
});
