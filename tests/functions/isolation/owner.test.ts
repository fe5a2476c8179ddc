import { openBranch, openOffice, type Values } from '../scene/branch.ts';
import { type Established, establish, freshlySignedIn, tirelessApp } from '../scene/company.ts';
import { documentedApi, type Operation } from '../scene/operations.ts';
import { requestFor } from '../scene/requests.ts';
import { send } from '../scene/strangers.ts';

/** What the scene is not in a state for, whoever asks. */
const NOT_NOW: Readonly<Record<string, string>> = {
  'drivers-erase': 'drivers/not-left',
  'drivers-mine': 'drivers/not-a-driver',
  'ops-terminateSaga': 'sagas/ended',
  'ops-retrySaga': 'sagas/completed',
};

const OF_A_DRIVER = new Set(['trips-oneOfMine', 'trips-classifyMine', 'scorecards-mine']);

/** What is not the owner's to do. */
const identityFor = (
  { id }: Operation,
  { owner, company }: Established,
  { reader, guest, connectionSecret }: Values,
) => {
  if (id === 'providers-receive') return { 'x-webhook-token': connectionSecret ?? '' };
  if (/^telemetry-ingest(Batch|Frames)$/.test(id)) return { 'x-api-key': company.apiKey };
  if (id === 'notifications-read' || OF_A_DRIVER.has(id)) return freshlySignedIn(reader ?? '');
  return id === 'access-acceptInvitation' ? freshlySignedIn(guest ?? '') : owner;
};

describe('the scene', () => {
  it('has something for every operation to succeed with, so that a refusal of it means something', async () => {
    const { operations, ...api } = await documentedApi();
    const world = tirelessApp();
    const acme = await establish(world, { label: 'Acme North', lat: 49.01234, lon: 8.43215 });
    const refused: Record<string, unknown> = {};
    let { values } = acme;
    let branches = 0;
    for (const operation of operations) {
      const ask = async () =>
        send(world, requestFor({ operations, ...api }, operation, values), identityFor(operation, acme, values));
      let answer = await ask();
      if (answer.status >= 400 && !NOT_NOW[operation.id]) {
        // An earlier one has ended what this one is about.
        branches += 1;
        const place = { label: `Acme ${branches}`, lat: 49.5, lon: 8.5 };
        const office = await openOffice(acme.company, acme.ask, place.label);
        values = { ...office, ...(await openBranch(world, acme.company, acme.ask, place)) };
        answer = await ask();
      }
      if (answer.status >= 400) refused[operation.id] = answer.body.code;
    }
    expect(refused).toEqual(NOT_NOW);
    expect(branches).toBeLessThan(operations.length / 3);
  });
});
