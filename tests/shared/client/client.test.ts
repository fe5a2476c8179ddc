import { ApiError } from '../../../shared/client/api-error.ts';
import { wayfleet } from '../../../shared/client/client.ts';
import { typesOf } from '../../../shared/client/types-of.ts';
import type { World } from '../../../shared/testing/world.ts';
import { app, type Company, found } from '../../functions/company.ts';

/** The network between the client and an app in memory. */
const networkTo =
  (world: World): typeof fetch =>
  async (url, { method = 'GET', headers, body } = {}) => {
    const path = String(url).replace('https://fleet.example/api/v1/', '');
    const {
      status,
      headers: fields,
      text,
    } = await world.ask(method, path, {
      headers: headers as Record<string, string>,
      ...(typeof body === 'string' && { body }),
    });
    return new Response(status === 204 || status === 304 ? null : text, { status, headers: fields });
  };

const clientOf = (world: World, { apiKey }: Company) =>
  wayfleet({ base: 'https://fleet.example/api/v1', headers: { 'x-api-key': apiKey }, fetch: networkTo(world) });

const open = async () => {
  const world = app();
  return clientOf(world, await found(world, 'acme'));
};

describe('the client', () => {
  it('asks by path, query and body', async () => {
    const api = await open();
    const { id } = await api.post('vehicles', { body: { name: 'Van 7', kind: 'van' } });
    const named = await api.post('vehicles/{vehicleId}/rename', {
      path: { vehicleId: id },
      body: { name: 'Van & Co' },
    });
    expect(named).toMatchObject({ id, name: 'Van & Co', version: 2 });
    expect((await api.get('vehicles', { query: { search: '& c' } })).items).toEqual([named]);
    expect((await api.get('vehicles', { query: { search: undefined } })).items).toEqual([named]);
  });

  it('follows the pages of a list', async () => {
    const api = await open();
    for (const name of ['A', 'B', 'C', 'D', 'E']) await api.post('vehicles', { body: { name } });
    const names: string[] = [];
    for await (const { name } of api.all('vehicles', { query: { limit: 2 } })) names.push(name);
    expect(names).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('throws what the API says', async () => {
    const api = await open();
    const lost = api.get('vehicles/{vehicleId}', { path: { vehicleId: 'veh/1' } });
    await expect(lost).rejects.toBeInstanceOf(ApiError);
    await expect(lost).rejects.toMatchObject({ status: 404, code: 'vehicles/not-found' });
    const { id: vehicleId } = await api.post('vehicles', { body: { name: 'A' } });
    const stale = api.post('vehicles/{vehicleId}/rename', { path: { vehicleId }, body: { name: 'B' }, ifMatch: '"7"' });
    await expect(stale).rejects.toMatchObject({ status: 412 });
  });

  it('says that there was no answer', async () => {
    const offline = wayfleet({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(offline.get('me')).rejects.toMatchObject({ status: 0, code: 'network/unreachable' });
  });

  it('does not take a page for data', async () => {
    const page = async () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } });
    await expect(wayfleet({ fetch: page }).get('me')).rejects.toMatchObject({ code: 'http/not-json' });
  });

  it('reads lines wherever they are cut', async () => {
    const text = '{"name":"Łódź"}\n{"name":"B"}\n';
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 3, 7, bytes.length]) {
      const body = new ReadableStream<Uint8Array>({
        start(stream) {
          for (let at = 0; at < bytes.length; at += size) stream.enqueue(bytes.slice(at, at + size));
          stream.close();
        },
      });
      const names: unknown[] = [];
      const api = wayfleet({ fetch: async () => new Response(body) });
      for await (const line of api.lines('vehicles')) names.push((line as { name: string }).name);
      expect(names).toEqual(['Łódź', 'B']);
    }
  });
});

describe('the types of the client', () => {
  const typeOf = (schema: object) =>
    /export type It = (.*);/s
      .exec(typesOf({ paths: {}, components: { schemas: { It: schema } } }).split('\n\nexport interface')[0] ?? '')?.[1]
      ?.replace(/\s+/g, ' ');

  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: ['string', 'null'] }, '(string | null)'],
    [{ enum: ['a', 1, null] }, '"a" | 1 | null'],
    [{ const: true }, 'true'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Tag' } }, 'readonly (Tag)[]'],
    [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] }, 'readonly [number, number]'],
    [{ anyOf: [{ type: 'integer' }, { type: 'number' }] }, '(number)'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'Readonly<Record<string, boolean>>'],
    [
      { type: 'object', properties: { a: {}, 'b-c': { type: 'null' } }, required: ['a'] },
      '{ readonly a: unknown; readonly "b-c"?: null; }',
    ],
  ])('say %j as %s', (schema, type) => expect(typeOf(schema)).toBe(type));

  it('are not guessed', () => expect(() => typeOf({ type: 'blob' })).toThrow('No type for'));
});
