import { composeServices } from '../shared/compose.ts';
import { readConfig } from '../shared/config.ts';
import { startTelemetry } from '../shared/observability/start.ts';
import { authenticate } from './access/authenticate.ts';
import { importables, jobKinds, projections, register } from './index.ts';

// The only file of the app with an effect.
const config = readConfig(process.env);
await startTelemetry(config.observability);
const services = await composeServices(config, {
  projections,
  jobs: jobKinds,
  importables,
  authenticate: (ports) => authenticate(ports, config.identity),
});
register(services);
