import { area, http, view } from '../../shared/area.ts';
import { get, history } from '../../shared/resources/single.ts';
import { chargeCards, fuelEventCards } from './cards.ts';
import { confirmFuelEvent, dismissFuelEvent } from './judge-fuel-event.ts';
import { findCharge, findFuelEvent, listCharges, listFuelEvents } from './read-energy.ts';
import { chargeResource, fuelEventResource } from './resource.ts';

export default area('energy', {
  listFuelEvents: http('GET fuel-events', listFuelEvents),
  getFuelEvent: http(
    'GET fuel-events/{fuelEventId}',
    get(fuelEventResource, { summary: 'Show when a tank was filled or emptied', requireSeen: findFuelEvent }),
  ),
  fuelEventHistory: http(
    'GET fuel-events/{fuelEventId}/history',
    history(fuelEventResource, { summary: 'Show what became known of a fuel event', requireSeen: findFuelEvent }),
  ),
  confirm: http('POST fuel-events/{fuelEventId}/confirm', confirmFuelEvent),
  dismiss: http('POST fuel-events/{fuelEventId}/dismiss', dismissFuelEvent),
  listCharges: http('GET charge-sessions', listCharges),
  getCharge: http(
    'GET charge-sessions/{chargeSessionId}',
    get(chargeResource, { summary: 'Show when a battery was charged', requireSeen: findCharge }),
  ),
  chargeHistory: http(
    'GET charge-sessions/{chargeSessionId}/history',
    history(chargeResource, { summary: 'Show what became known of a charge session', requireSeen: findCharge }),
  ),
  fuelEventCards: view(fuelEventCards, fuelEventResource),
  chargeCards: view(chargeCards, chargeResource),
});
