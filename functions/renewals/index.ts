import { area, events, http, timer, view } from '../../shared/area.ts';
import { history } from '../../shared/resources/single.ts';
import { addRenewal, cancelRenewal, changeRenewal, completeRenewal, snoozeRenewal } from './change-renewals.ts';
import { findRenewal } from './find-renewal.ts';
import { follow } from './follow.ts';
import { getRenewal, listRenewals } from './read-renewals.ts';
import { remind } from './remind.ts';
import { renewalCards } from './renewal-cards.ts';
import { renewalResource } from './resource.ts';

export default area('renewals', {
  list: http('GET renewals', listRenewals),
  add: http('POST renewals', addRenewal),
  get: http('GET renewals/{renewalId}', getRenewal),
  history: http(
    'GET renewals/{renewalId}/history',
    history(renewalResource, { summary: 'Show what was decided about a renewal', requireSeen: findRenewal }),
  ),
  change: http('PATCH renewals/{renewalId}', changeRenewal),
  complete: http('POST renewals/{renewalId}/complete', completeRenewal),
  snooze: http('POST renewals/{renewalId}/snooze', snoozeRenewal),
  cancel: http('POST renewals/{renewalId}/cancel', cancelRenewal),
  cards: view(renewalCards, renewalResource),
  follow: events(follow),
  remind: timer('0 5 * * * *', remind),
});
