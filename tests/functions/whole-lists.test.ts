import { app, type Client, found } from './company.ts';

const lines = async (client: Client, path: string) => {
  const { status, headers, text } = await client.get(path, { accept: 'application/x-ndjson' });
  expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
};

/** A company with a place that has a lease and a file, and with a vehicle that somebody drives. */
const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const position = { lat: 49.01, lon: 8.4 };
  const { body: place } = await owner.post('places', { name: 'Depot', kind: 'depot', position });
  const subject = { kind: 'place', id: String(place.id) };
  const renewal = await owner.post('renewals', { subject, kind: 'lease', title: 'Yard', dueOn: '2026-03-20' });
  const file = { name: 'lease.pdf', contentType: 'application/pdf', bytes: 100, kind: 'other' };
  const document = await owner.post('documents', { subject, ...file });
  const { body: vehicle } = await owner.post('vehicles', { name: 'Van 7' });
  await owner.post(`vehicles/${vehicle.id}/driver`, { driver: 'driver@acme.example' });
  return { world, owner, renewal, document, subject, vehicleId: vehicle.id };
};

describe('lists of what hangs on something else', () => {
  it('know places, too', async () => {
    const { renewal, document, subject } = await scene();
    expect([renewal.status, renewal.body.subject]).toEqual([201, subject]);
    expect([document.status, document.body.subject]).toEqual([201, subject]);
  });

  it('come as lines, with the members that are asked for', async () => {
    const { owner, vehicleId } = await scene();
    expect(await lines(owner, 'renewals?fields=title,state')).toEqual([
      { id: expect.any(String), title: 'Yard', state: 'due-soon', version: 1 },
    ]);
    expect(await lines(owner, 'documents?fields=name')).toEqual([
      { id: expect.any(String), name: 'lease.pdf', version: 1 },
    ]);
    expect(await lines(owner, 'assignments')).toMatchObject([{ vehicleId, driver: { email: 'driver@acme.example' } }]);
  });

  it('come as lines however many there are, each once', async () => {
    const { owner, subject } = await scene();
    const titles = Array.from({ length: 1_100 }, (_, index) => `Permit ${index}`);
    for (const title of titles) await owner.post('renewals', { subject, kind: 'permit', title, dueOn: '2027-03-20' });
    const all = (await lines(owner, 'renewals?kind=permit')).map(({ title }) => title);
    expect(all.toSorted()).toEqual(titles.toSorted());
  });
});
