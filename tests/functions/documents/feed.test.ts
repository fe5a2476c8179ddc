import { app, found } from '../company.ts';

interface Change {
  readonly entity: { readonly id: string; readonly status?: string; readonly name?: string };
}

const changes = ({ body }: { body: Readonly<Record<string, unknown>> }) =>
  (body.items as Change[]).map(({ entity }) => entity);

it('tells whoever follows documents and assignments what becomes of them', async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const idFrom = async (path: string, body: object) => String((await owner.post(path, body)).body.id);
  const vehicleId = await idFrom('vehicles', { name: 'Van 7' });
  const driverId = await idFrom('drivers', { name: 'Ann' });
  const assignmentId = await idFrom(`vehicles/${vehicleId}/assignments`, { driverId });
  const paper = { subject: { kind: 'company' }, name: 'a.pdf', contentType: 'application/pdf', bytes: 4 };
  const documentId = await idFrom('documents', paper);
  expect(changes(await owner.get('feed/assignments'))).toMatchObject([{ id: assignmentId, vehicleId, driverId }]);
  const first = await owner.get('feed/documents');
  expect(changes(first)).toMatchObject([{ id: documentId, status: 'awaiting-upload', name: 'a.pdf' }]);
  await world.ask('DELETE', `documents/${documentId}`, { headers: { 'x-api-key': acme.apiKey } });
  expect(changes(await owner.get(`feed/documents?since=${first.body.next}`))).toMatchObject([
    { id: documentId, status: 'removed', name: 'Removed document' },
  ]);
});
