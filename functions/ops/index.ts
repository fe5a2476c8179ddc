import { area, http, step, timer } from '../../shared/area.ts';
import { recordSaga } from '../../shared/sagas/play.ts';
import { listDeadLetters } from './dead-letters.ts';
import { forgetSagas } from './forget-sagas.ts';
import { record } from './record-saga.ts';
import { resumeSagas } from './resume-sagas.ts';
import { getSaga, listSagas, retrySaga, terminateSaga } from './sagas.ts';
import { listViews } from './views.ts';

export default area('ops', {
  listSagas: http('GET ops/sagas', listSagas),
  getSaga: http('GET ops/sagas/{sagaId}', getSaga),
  terminateSaga: http('POST ops/sagas/{sagaId}/terminate', terminateSaga),
  retrySaga: http('POST ops/sagas/{sagaId}/retry', retrySaga),

  views: http('GET ops/views', listViews),

  deadLetters: http('GET ops/dead-letters', listDeadLetters),

  recordSaga: step(recordSaga, record),
  resumeSagas: timer('0 * * * * *', resumeSagas),
  forgetSagas: timer('0 30 3 * * *', forgetSagas),
});
