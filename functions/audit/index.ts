import { area, events, http } from '../../shared/area.ts';
import { exportTrail, readTrail } from './read-trail.ts';
import { recordFacts } from './record-facts.ts';

export default area('audit', {
  list: http('GET audit', readTrail),
  export: http('GET audit/export', exportTrail),
  record: events(recordFacts),
});
