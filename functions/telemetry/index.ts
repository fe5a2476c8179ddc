import { area, http, queue } from '../../shared/area.ts';
import { drainShard } from './drain-shard.ts';
import { fleetPositions } from './fleet-positions.ts';
import { ingestBatch } from './ingest-batch.ts';
import { ingestDeviceFrames } from './ingest-device-frames.ts';
import { ingestFrames } from './ingest-frames.ts';
import { ingestOsmAnd } from './ingest-osmand.ts';
import { ingestTraccar } from './ingest-traccar.ts';
import { latestPosition } from './latest-position.ts';
import { WAKEUPS_QUEUE } from './messages.ts';
import { deviceHealth, deviceMessages } from './one-device.ts';
import { positionHistory } from './position-history.ts';
import { protocols } from './protocols/protocol.ts';
import { showActivity } from './show-activity.ts';

export default area('telemetry', {
  ingestBatch: http('POST ingest/batch', ingestBatch),
  ingestOsmand: http('GET|POST ingest/osmand/{deviceKey}', ingestOsmAnd),
  ingestTraccar: http('POST ingest/traccar/{deviceKey}', ingestTraccar),
  ingestFrames: http('POST ingest/frames/{protocol}', ingestFrames(protocols)),
  ingestDeviceFrames: http('POST ingest/frames/{protocol}/{deviceKey}', ingestDeviceFrames(protocols)),
  deviceHealth: http('GET devices/{deviceId}/health', deviceHealth),
  deviceMessages: http('GET devices/{deviceId}/messages', deviceMessages),
  drainShard: queue(WAKEUPS_QUEUE, drainShard),
  fleet: http('GET vehicles/positions', fleetPositions),
  latest: http('GET vehicles/{vehicleId}/position', latestPosition),
  history: http('GET vehicles/{vehicleId}/positions', positionHistory),
  activity: http('GET vehicles/{vehicleId}/activity', showActivity),
});
