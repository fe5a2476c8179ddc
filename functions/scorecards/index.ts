import { area, events, http } from '../../shared/area.ts';
import { keepScore } from './keep-score.ts';
import { rankScorecards } from './rank.ts';
import { driverScorecards, myScorecards, vehicleScorecards } from './read-scorecards.ts';

export default area('scorecards', {
  rank: http('GET scorecards', rankScorecards),
  driver: http('GET drivers/{driverId}/scorecards', driverScorecards),
  vehicle: http('GET vehicles/{vehicleId}/scorecards', vehicleScorecards),
  mine: http('GET me/scorecards', myScorecards),
  keep: events(keepScore),
});
