import { parseArgs } from 'node:util';
import { replayRaw } from '../../functions/telemetry/replay-raw.ts';
import { isProgram } from '../../local/shared/is-program.ts';
import { cosmosDocuments } from '../../shared/documents/cosmos-documents.ts';
import { cachedLookups } from '../../shared/documents/lookups.ts';
import { serviceBus } from '../../shared/messaging/service-bus.ts';
import { accountOf, databaseOf, fieldsOf } from './account.ts';
import { brokerOf } from './broker.ts';

const instantOf = (name: string, text: string | undefined): number => {
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) throw new Error(`--${name} takes a time, such as 2026-03-02T08:00:00Z.`);
  return at;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      tenant: { type: 'string' },
      device: { type: 'string' },
      protocol: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
    },
  });
  const { tenant: tenantId, device: deviceId, protocol } = values;
  if (!tenantId) throw new Error('--tenant takes the id of a company.');
  const span = { from: instantOf('from', values.from), to: instantOf('to', values.to) };
  const client = await accountOf(process.env);
  const documents = (name: string) =>
    cosmosDocuments(client.database(databaseOf(process.env)).container(name), fieldsOf(name));
  const bus = serviceBus(await brokerOf(process.env));
  const ports = {
    ...{ bus, history: documents('telemetry'), lookups: cachedLookups(documents('directory')) },
    ...{ clock: () => new Date(), settings: { telemetry: { wakeSeconds: 1 } } },
  };
  try {
    const counts = await replayRaw(ports, tenantId, { span, deviceId, protocol });
    for (const [what, count] of Object.entries(counts)) console.log(`${what}: ${count}`);
  } finally {
    await bus.close();
    client.dispose();
  }
};

if (isProgram(import.meta.filename)) void main();
