import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { AnyEvent } from '../../../shared/eventstore/event-store.ts';
import type { Verdict } from '../../../shared/scanning/scanner.ts';
import { EICAR } from '../../../shared/scanning/test-string.ts';
import type { Replace } from '../../../shared/testing/world.ts';
import { app, found, itemsOf, signedIn } from '../company.ts';

const HOUR = 3_600_000;
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#39f' } })
    .jpeg()
    .toBuffer();

const scene = async (replace?: Replace) => {
  const world = app(replace);
  const acme = await found(world, 'acme');
  const dispatcher = acme.as('dispatcher');
  const vehicleId = String((await dispatcher.post('vehicles', { name: 'Van 7' })).body.id);
  const subject = { kind: 'vehicle', id: vehicleId };
  const announce = async (content: Uint8Array, more: object = {}) => {
    const body = {
      subject,
      name: 'Zulassung Van 7.pdf',
      contentType: 'application/pdf',
      bytes: content.length,
      ...more,
    };
    return dispatcher.post('documents', body);
  };
  const put = (url: unknown, content: Uint8Array) =>
    world.files.fetch(String(url), { method: 'PUT', body: content, type: 'application/octet-stream' });
  const upload = async (content: Uint8Array, more: object = {}) => {
    const { body } = await announce(content, more);
    await put((body.upload as { url: string }).url, content);
    return (await dispatcher.post(`documents/${body.id}/uploaded`)).body;
  };
  const download = async (id: unknown, what = 'content') => {
    const answer = await dispatcher.get(`documents/${id}/${what}`);
    return answer.status === 302 ? world.files.fetch(answer.headers.get('location') ?? '') : answer;
  };
  const get = async (id: unknown) => (await dispatcher.get(`documents/${id}`)).body;
  const blobs = async (tenantId = 'ten_acme') =>
    (await world.files.in(tenantId).list('')).items.map(({ path }) => path);
  const work = async () => {
    await world.runEvents();
    await world.runQueues();
  };
  const send = (method: string, path: string, body?: object) =>
    world.ask(method, path, { headers: signedIn('dispatcher@acme.example'), body });
  return { world, acme, dispatcher, vehicleId, subject, announce, put, upload, download, get, blobs, work, send };
};

describe('adding a document', () => {
  it('answers with a link to put the file to, in which nothing is that somebody typed', async () => {
    const { announce, subject, put, blobs } = await scene();
    const answer = await announce(PDF, { kind: 'registration', expiresOn: '2027-01-31' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/documents/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      subject,
      name: 'Zulassung Van 7.pdf',
      kind: 'registration',
      status: 'awaiting-upload',
      hasThumbnail: false,
      addedBy: 'user:dispatcher@acme.example',
      upload: {
        headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/pdf' },
        expiresAt: '2026-03-02T08:15:00.000Z',
      },
    });
    expect((await put((answer.body.upload as { url: string }).url, PDF)).status).toBe(201);
    expect(await blobs()).toEqual([`documents/${answer.body.id}/upload`]);
  });

  it.each([
    ['a type that it takes', { contentType: 'image/svg+xml' }, 400],
    ['no more than 25 MB', { bytes: 25 * 1024 * 1024 + 1 }, 400],
    ['a name of one line', { name: 'a\nb' }, 400],
    ['a day when it is to remind', { remind: true }, 400],
    ['a record that there is', { subject: { kind: 'driver', id: 'drv_unheard' } }, 404],
  ])('wants %s', async (_, more, status) => {
    const { announce } = await scene();
    expect((await announce(PDF, more)).status).toBe(status);
  });

  it('is not for who may only look', async () => {
    const { acme, subject } = await scene();
    const body = { subject, name: 'a.pdf', contentType: 'application/pdf', bytes: 1 };
    expect((await acme.as('viewer').post('documents', body)).status).toBe(403);
  });
});

describe('what was uploaded', () => {
  it('can be downloaded, under its name, once it has passed', async () => {
    const { announce, put, dispatcher, download } = await scene();
    const { body } = await announce(PDF);
    expect((await dispatcher.get(`documents/${body.id}/content`)).body.code).toBe('documents/not-ready');
    expect((await dispatcher.post(`documents/${body.id}/uploaded`)).body.code).toBe('documents/not-uploaded');
    await put((body.upload as { url: string }).url, PDF);
    for (const _ of [1, 2])
      expect((await dispatcher.post(`documents/${body.id}/uploaded`)).body).toMatchObject({
        status: 'ready',
        sha256: createHash('sha256').update(PDF).digest('hex'),
      });
    const file = (await download(body.id)) as Response;
    expect(file.headers.get('content-disposition')).toContain('attachment; filename*=UTF-8');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
  });

  it('stays what it was when the link is used again', async () => {
    const { announce, put, dispatcher, download } = await scene();
    const { body } = await announce(PDF);
    const { url } = body.upload as { url: string };
    await put(url, PDF);
    await dispatcher.post(`documents/${body.id}/uploaded`);
    await put(url, Buffer.from(EICAR));
    expect(Buffer.from(await ((await download(body.id)) as Response).arrayBuffer())).toEqual(PDF);
  });

  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]);
  it.each([
    ['size', PDF, { bytes: PDF.length + 1 }],
    ['hash', PDF, { sha256: '0'.repeat(64) }],
    ['type', jpeg, {}],
    ['type', Buffer.from('<html><script>'), {}],
    ['type', Buffer.from('MZ\u0000\u0001 not a text'), { contentType: 'text/csv' }],
    ['infected', Buffer.from(`name,plate\n${EICAR}\n`), { contentType: 'text/csv' }],
  ])('is refused and removed for its %s', async (why, content, more) => {
    const { upload, blobs, dispatcher } = await scene();
    const { id, ...body } = await upload(content, more);
    expect(body).toMatchObject({ status: 'refused', refused: why });
    expect(await blobs()).toEqual([]);
    expect((await dispatcher.get(`documents/${id}/content`)).status).toBe(409);
  });

  it.each([
    ['text/csv', Buffer.from('name;plate\nGroßer Wagen;KA-X 7\n', 'latin1')],
    ['text/plain', Buffer.from('Łódź\r\n')],
  ])('may be text: %s', async (contentType, content) => {
    const { upload } = await scene();
    expect(await upload(content, { contentType })).toMatchObject({ status: 'ready' });
  });

  it('waits for a scanner that has not come to it, and is asked after again', async () => {
    let verdict: Verdict = 'unknown';
    const { upload, world, work, get, dispatcher } = await scene(() => ({ scanner: { scan: async () => verdict } }));
    const { id, status } = await upload(PDF);
    expect(status).toBe('scanning');
    expect((await dispatcher.get(`documents/${id}/content`)).status).toBe(409);
    await work();
    verdict = 'clean';
    world.advance(4_000);
    await work();
    expect(await get(id)).toMatchObject({ status: 'scanning' });
    world.advance(1_000);
    await work();
    expect(await get(id)).toMatchObject({ status: 'ready' });
  });

  it('is removed when the scanner finds something late, or never comes', async () => {
    for (const [verdict, refused] of [
      ['infected', 'infected'],
      ['unknown', 'not-scanned'],
    ] as const) {
      let found: Verdict = 'unknown';
      const { upload, world, work, get, blobs } = await scene(() => ({ scanner: { scan: async () => found } }));
      const { id } = await upload(PDF);
      found = verdict;
      for (let hour = 0; hour < 40; hour += 1) {
        await work();
        world.advance(HOUR);
      }
      expect(await get(id)).toMatchObject({ status: 'refused', refused });
      expect(await blobs()).toEqual([]);
    }
  });

  it('is refused when it has not come within a day', async () => {
    const { announce, world, work, get, put, blobs } = await scene();
    const { body } = await announce(PDF);
    await put((body.upload as { url: string }).url, PDF);
    await work();
    world.advance(24 * HOUR);
    await work();
    expect(await get(body.id)).toMatchObject({ status: 'refused', refused: 'never-uploaded' });
    expect(await blobs()).toEqual([]);
  });
});

describe('small pictures', () => {
  it('are made of photos, a moment later', async () => {
    const { upload, work, get, download } = await scene();
    const { id, hasThumbnail } = await upload(await photo(1_600, 1_200), {
      contentType: 'image/jpeg',
      name: 'Front.jpg',
    });
    expect(hasThumbnail).toBe(false);
    await work();
    expect(await get(id)).toMatchObject({ hasThumbnail: true });
    const small = (await download(id, 'thumbnail')) as Response;
    const about = await sharp(Buffer.from(await small.arrayBuffer())).metadata();
    expect([about.format, about.width, about.height]).toEqual(['webp', 320, 240]);
  });

  it('are not made of papers, nor of what is no picture but by its first bytes', async () => {
    const { upload, work, dispatcher, world } = await scene();
    const paper = await upload(PDF);
    const broken = await upload((await photo(64, 64)).subarray(0, 100), { contentType: 'image/jpeg' });
    await work();
    for (const { id } of [paper, broken])
      expect((await dispatcher.get(`documents/${id}/thumbnail`)).body.code).toBe('documents/no-thumbnail');
    expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the documents of a record', () => {
  it('are listed by subject, kind and expiry', async () => {
    const { upload, dispatcher, vehicleId } = await scene();
    await upload(PDF, { name: 'b.pdf', expiresOn: '2026-12-31' });
    await upload(PDF, { name: 'A.pdf', kind: 'insurance', subject: { kind: 'company' } });
    const names = async (query: string) => itemsOf(await dispatcher.get(`documents?${query}`)).map(({ name }) => name);
    expect(await names('')).toEqual(['A.pdf', 'b.pdf']);
    expect(await names(`subject=vehicle:${vehicleId}`)).toEqual(['b.pdf']);
    expect(await names('subject=company:')).toEqual(['A.pdf']);
    expect(await names('kind=insurance')).toEqual(['A.pdf']);
    expect(await names('expiresOnTo=2027-01-01')).toEqual(['b.pdf']);
    expect(await names('search=a.p')).toEqual(['A.pdf']);
  });

  it('can be renamed, and say when they expire', async () => {
    const { upload, send } = await scene();
    const { id } = await upload(PDF, { expiresOn: '2026-12-31' });
    const { body } = await send('PATCH', `documents/${id}`, { name: 'Schein.pdf', expiresOn: null });
    expect(body).toMatchObject({ name: 'Schein.pdf' });
    expect(body).not.toHaveProperty('expiresOn');
  });

  it('can be removed: the file, its name, not that it was there', async () => {
    const { upload, send, blobs, dispatcher, world } = await scene();
    const { id } = await upload(PDF);
    expect((await send('DELETE', `documents/${id}`)).status).toBe(204);
    expect(await blobs()).toEqual([]);
    expect((await dispatcher.get(`documents/${id}`)).status).toBe(404);
    expect((await dispatcher.get('documents')).body).toEqual({ items: [] });
    expect((await send('DELETE', `documents/${id}`)).status).toBe(404);
    const { events } = await world.services.streams.read<AnyEvent>({
      tenantId: 'ten_acme',
      streamId: `document-${id}`,
    });
    expect(events.map(({ event }) => event.type)).toContain('DocumentRemoved');
    expect(JSON.stringify(events)).not.toContain('Zulassung');
  });

  it('go with a driver who is erased', async () => {
    const { upload, dispatcher, acme, world, blobs } = await scene();
    const driverId = (await dispatcher.post('drivers', { name: 'Ann' })).body.id;
    await upload(PDF, { subject: { kind: 'driver', id: driverId }, name: 'Ann Miller.pdf' });
    await upload(PDF, { name: 'Van.pdf' });
    await dispatcher.post(`drivers/${driverId}/status`, { status: 'left' });
    await acme.as('owner').post(`drivers/${driverId}/erase`);
    await world.runEvents();
    expect(itemsOf(await dispatcher.get('documents')).map(({ name }) => name)).toEqual(['Van.pdf']);
    expect(await blobs()).toHaveLength(1);
  });

  it('are renewals when somebody wants to be reminded of their expiry', async () => {
    const { upload, dispatcher, send, world, vehicleId } = await scene();
    const { id } = await upload(PDF, { kind: 'insurance', expiresOn: '2026-12-31', remind: true });
    await world.runEvents();
    const renewals = async () => itemsOf(await dispatcher.get('renewals'));
    expect(await renewals()).toMatchObject([
      {
        kind: 'other',
        title: 'Document: insurance',
        dueOn: '2026-12-31',
        documentIds: [id],
        subject: { id: vehicleId },
      },
    ]);
    await send('PATCH', `documents/${id}`, { expiresOn: '2027-12-31' });
    await world.runEvents();
    expect(await renewals()).toMatchObject([{ dueOn: '2027-12-31', state: 'ok' }]);
    await send('DELETE', `documents/${id}`);
    await world.runEvents();
    expect(await renewals()).toMatchObject([{ state: 'cancelled' }]);
  });
});
