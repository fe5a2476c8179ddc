import { area, http } from '../../shared/area.ts';
import { negotiate } from './negotiate.ts';

export default area('live', {
  negotiate: http('POST live/negotiate', negotiate),
});
