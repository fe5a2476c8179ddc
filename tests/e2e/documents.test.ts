import sharp from 'sharp';
import { EICAR } from '../../shared/scanning/test-string.ts';
import { apiClient, type Call, eventually } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

interface Added {
  readonly id: string;
  readonly upload: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}
interface Shown {
  readonly status: string;
  readonly refused?: string;
  readonly hasThumbnail: boolean;
}
interface Due {
  readonly items: readonly {
    readonly title: string;
    readonly dueOn: string;
    readonly follows?: { readonly kind: string };
  }[];
}

let system: WholeSystem;
let ours: Call;

beforeAll(async () => {
  system = await startWholeSystem();
  ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
}, 60_000);

afterAll(() => system.stop());

const upload = async (content: Uint8Array, contentType: string, more: object = {}) => {
  const vehicle = await ours<{ id: string }>('POST', 'vehicles', { body: { name: 'Van 7' } });
  const subject = { kind: 'vehicle', id: vehicle.body.id };
  const body = { subject, name: 'Front.jpg', contentType, bytes: content.length, ...more };
  const { body: added } = await ours<Added>('POST', 'documents', { body });
  const put = await fetch(added.upload.url, {
    method: 'PUT',
    headers: added.upload.headers,
    body: Buffer.from(content),
  });
  expect(put.status).toBe(201);
  return {
    id: added.id,
    url: added.upload.url,
    shown: (await ours<Shown>('POST', `documents/${added.id}/uploaded`)).body,
  };
};

const follow = async (path: string) => {
  const answer = await fetch(`${system.api}/api/v1/${path}`, {
    headers: { 'x-api-key': system.tenants[0]?.apiKey ?? '' },
    redirect: 'manual',
  });
  expect(answer.status).toBe(302);
  return fetch(answer.headers.get('location') ?? '');
};

it('takes a photo, shows it small, and gives it back under its name', async () => {
  const create = { width: 1_000, height: 500, channels: 3, background: '#39f' } as const;
  const photo = await sharp({ create }).jpeg().toBuffer();
  const { id, shown } = await upload(photo, 'image/jpeg', { kind: 'photo', expiresOn: '2030-01-31', remind: true });
  expect(shown).toMatchObject({ status: 'ready' });
  await eventually(
    () => ours<Shown>('GET', `documents/${id}`),
    ({ body }) => body.hasThumbnail,
  );
  const small = await sharp(Buffer.from(await (await follow(`documents/${id}/thumbnail`)).arrayBuffer())).metadata();
  expect([small.format, small.width]).toEqual(['webp', 320]);
  const file = await follow(`documents/${id}/content`);
  expect(file.headers.get('content-disposition')).toContain('Front.jpg');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(photo);
  const renewals = await eventually(
    () => ours<Due>('GET', 'renewals'),
    ({ body }) => body.items.length > 0,
  );
  expect(renewals.body.items).toMatchObject([
    { title: 'Document: photo', dueOn: '2030-01-31', follows: { kind: 'document' } },
  ]);
}, 60_000);

it('lets a page put a file there, and keeps nothing of what is infected', async () => {
  const { id, url, shown } = await upload(Buffer.from(`name\n${EICAR}\n`), 'text/csv');
  expect(shown).toMatchObject({ status: 'refused', refused: 'infected' });
  expect((await ours('GET', `documents/${id}/content`)).status).toBe(409);
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: system.web,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,x-ms-blob-type',
    },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, system.web]);
}, 60_000);
