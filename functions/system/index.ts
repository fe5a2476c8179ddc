import { area, http } from '../../shared/area.ts';
import { health } from './health.ts';
import { unknownRoute } from './unknown-route.ts';

export default area('system', {
  health: http('GET health', health),
  unknownRoute: http('* {*path}', unknownRoute),
});
