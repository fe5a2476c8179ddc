import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobInfo, Blobs } from '../../shared/blobs/blobs.ts';

export interface BlobsUnderTest {
  readonly blobs: Blobs;
  now(): Date;
  /** Follows a link as a browser does. */
  fetch(url: string, put?: { readonly body: string; readonly type: string }): Promise<Response>;
}

const TEXT = { contentType: 'text/plain' };
const bytes = (text: string) => Buffer.from(text);
const paths = (items: readonly BlobInfo[]) => items.map(({ path }) => path);

/** The promises every container of blobs keeps. Tenants are new in every test: the container may be shared. */
export const blobsContract = (name: string, open: () => Promise<BlobsUnderTest>) =>
  describe(`blobs: ${name}`, () => {
    let world: BlobsUnderTest;
    let tests = 0;
    let tenant = '';
    const acme = () => world.blobs.in(tenant);
    const globex = () => world.blobs.in(`${tenant}-globex`);
    beforeEach(async () => {
      world ??= await open();
      tests += 1;
      tenant = `ten_acme${tests}`;
    });

    const textAt = async (path: string, range?: { offset: number; length?: number }) => {
      const found = await acme().read(path, range);
      return found && (await buffer(found.content)).toString();
    };

    describe('one blob', () => {
      it('is given back as it was written, with what is known of it', async () => {
        const metadata = { vehicle: 'veh_1', note: 'Élan 100 % = "ok"', taken_at2: '1' };
        const etag = await acme().write('a/b.txt', bytes('Hällo'), { contentType: 'text/plain', metadata });
        const known = { path: 'a/b.txt', bytes: 6, contentType: 'text/plain', metadata, etag };
        expect(await acme().head('a/b.txt')).toMatchObject(known);
        const found = await acme().read('a/b.txt');
        expect(found).toMatchObject(known);
        expect(found && (await buffer(found.content)).toString()).toBe('Hällo');
        expect(Math.abs(Date.parse(found?.modifiedAt ?? '') - world.now().getTime())).toBeLessThan(60_000);
      });

      it('may be a stream, of chunks of any size', async () => {
        const chunks = ['', 'x'.repeat(3), 'y'.repeat(100_000), 'z'].map(bytes);
        await acme().write('a', Readable.from(chunks), TEXT);
        expect(await textAt('a')).toBe(Buffer.concat(chunks).toString());
      });

      it('may be empty', async () => {
        await acme().write('bytes', bytes(''), TEXT);
        await acme().write('stream', Readable.from([]), TEXT);
        expect([await textAt('bytes'), await textAt('stream')]).toEqual(['', '']);
        expect((await acme().head('stream'))?.bytes).toBe(0);
      });

      it('is not there before, and not after it was removed', async () => {
        const look = async () => [await acme().head('a'), await acme().read('a'), await acme().tagsOf('a')];
        expect(await look()).toEqual([undefined, undefined, undefined]);
        await acme().write('a', bytes('A'), TEXT);
        await acme().remove('a');
        expect(await look()).toEqual([undefined, undefined, undefined]);
        expect(await acme().remove('a')).toBeUndefined();
      });

      it('is replaced as a whole', async () => {
        await acme().write('a', bytes('long text'), { contentType: 'text/plain', metadata: { one: '1' } });
        await acme().write('a', bytes('B'), { contentType: 'text/html' });
        expect(await acme().head('a')).toMatchObject({ bytes: 1, contentType: 'text/html', metadata: {} });
        expect(await textAt('a')).toBe('B');
      });

      it('is read in part', async () => {
        await acme().write('a', bytes('0123456789'), TEXT);
        expect(await textAt('a', { offset: 2, length: 3 })).toBe('234');
        expect(await textAt('a', { offset: 8 })).toBe('89');
        expect(await textAt('a', { offset: 8, length: 100 })).toBe('89');
        expect((await acme().read('a', { offset: 2, length: 3 }))?.bytes).toBe(10);
        await expect(acme().read('a', { offset: 10 })).rejects.toMatchObject({ code: 'blobs/bad-range' });
      });

      it.each([
        ['fails', () => Readable.from(failing())],
        ['is closed before its end', () => new Readable({ read: cutOff })],
      ])('is as it was when the stream that should replace it %s', async (_, source) => {
        await acme().write('a', bytes('before'), TEXT);
        await expect(acme().write('a', source(), TEXT)).rejects.toThrow();
        expect(await textAt('a')).toBe('before');
        await expect(acme().write('new', source(), TEXT)).rejects.toThrow();
        expect(await acme().head('new')).toBeUndefined();
      });

      it('lets its reader stop early', async () => {
        await acme().write('a', Buffer.alloc(2_000_000), TEXT);
        (await acme().read('a'))?.content.destroy();
        expect((await acme().head('a'))?.bytes).toBe(2_000_000);
      });
    });

    describe('a conditional write', () => {
      it.each([
        ['bytes', bytes],
        ['a stream', (text: string) => Readable.from([bytes(text)])],
      ])('of %s creates what is not there yet, once', async (_, content) => {
        await acme().write('a', content('A'), { ...TEXT, ifAbsent: true });
        await expect(acme().write('a', content('B'), { ...TEXT, ifAbsent: true })).rejects.toMatchObject({
          kind: 'stale',
        });
        expect(await textAt('a')).toBe('A');
      });

      it('replaces the version that was read, once', async () => {
        const read = await acme().write('a', bytes('A'), TEXT);
        const next = await acme().write('a', bytes('B'), { ...TEXT, ifMatch: read });
        expect(next).not.toBe(read);
        const late = acme().write('a', Readable.from([bytes('C')]), { ...TEXT, ifMatch: read });
        await expect(late).rejects.toMatchObject({ kind: 'stale' });
        expect(await textAt('a')).toBe('B');
        await acme().remove('a');
        await expect(acme().write('a', bytes('D'), { ...TEXT, ifMatch: next })).rejects.toMatchObject({
          kind: 'stale',
        });
      });
    });

    describe('a path', () => {
      it.each(['a b', 'ä/ö.jpg', '100%', 'a?b#c', '%2e%2e/x', 'a+b&c=d', "it's", '.hidden', 'a..b'])(
        'can be %j',
        async (path) => {
          await acme().write(path, bytes(path), TEXT);
          expect(await textAt(path)).toBe(path);
          expect(paths((await acme().list('')).items)).toEqual([path]);
        },
      );

      it.each([
        '',
        '/a',
        'a/',
        'a//b',
        '.',
        '..',
        '../ten_globex/a',
        'a/../../b',
        'a/./b',
        'a\\..\\b',
        'a.',
        'a\nb',
        'a\0',
        '\ud800',
      ])('cannot be %j', async (path) => {
        const refusal = { kind: 'invalid', code: 'blobs/bad-path' };
        await expect(acme().write(path, bytes('A'), TEXT)).rejects.toMatchObject(refusal);
        await expect(acme().read(path)).rejects.toMatchObject(refusal);
        await expect(acme().head(path)).rejects.toMatchObject(refusal);
        await expect(acme().remove(path)).rejects.toMatchObject(refusal);
        await expect(acme().linkFor(path, { access: 'read', forMinutes: 1 })).rejects.toMatchObject(refusal);
      });

      it('has 900 characters at most', async () => {
        await acme().write('x'.repeat(900), bytes('A'), TEXT);
        expect(await textAt('x'.repeat(900))).toBe('A');
        await expect(acme().head('x'.repeat(901))).rejects.toMatchObject({ code: 'blobs/bad-path' });
      });

      it.each(['', '.', '..', 'ten/acme', 'ten\\acme', 'ten acme'])('belongs to a company, and none is %j', (bad) =>
        expect(() => world.blobs.in(bad)).toThrow('tenant'),
      );
    });

    it.each<[string, Record<string, string>]>([
      ['upper case', { Upper: '1' }],
      ['a hyphen', { 'with-hyphen': '1' }],
      ['a digit first', { '1st': '1' }],
      ['nothing to say', { empty: '' }],
      ['8 KB', { large: 'x'.repeat(8 * 1024) }],
    ])(
      'metadata cannot have %s',
      async (_, metadata) =>
        await expect(acme().write('a', bytes('A'), { ...TEXT, metadata })).rejects.toMatchObject({
          code: 'blobs/bad-metadata',
        }),
    );

    describe('a list', () => {
      const fill = (...all: string[]) => Promise.all(all.map((path) => acme().write(path, bytes(path), TEXT)));

      it('has what begins with the prefix, sorted', async () => {
        await fill('b', 'a/2', 'a/1', 'ab', 'a/sub/3');
        expect(paths((await acme().list('')).items)).toEqual(['a/1', 'a/2', 'a/sub/3', 'ab', 'b']);
        expect(paths((await acme().list('a/')).items)).toEqual(['a/1', 'a/2', 'a/sub/3']);
        expect(await acme().list('x')).toEqual({ items: [] });
      });

      it('knows of each what a look at it knows', async () => {
        await acme().write('a', bytes('text'), { ...TEXT, metadata: { note: 'Élan' } });
        expect((await acme().list('')).items).toEqual([await acme().head('a')]);
      });

      it('comes in pages, each blob once', async () => {
        await fill('1', '2', '3', '4', '5');
        const seen: string[][] = [];
        let cursor: string | undefined;
        do {
          const page = await acme().list('', { limit: 2, cursor });
          seen.push(paths(page.items));
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual([['1', '2'], ['3', '4'], ['5']]);
      });
    });

    describe('a link', () => {
      const link = { access: 'read', forMinutes: 10 } as const;

      it('to read gives the blob to whoever has it', async () => {
        await acme().write('a/Prüfbericht.pdf', bytes('report'), { contentType: 'application/pdf' });
        const { url } = await acme().linkFor('a/Prüfbericht.pdf', link);
        const answer = await world.fetch(url);
        expect([answer.status, await answer.text()]).toEqual([200, 'report']);
        expect(answer.headers.get('content-type')).toBe('application/pdf');
        expect(answer.headers.get('content-disposition')).toBeNull();
      });

      it('can make a browser save it under a name', async () => {
        await acme().write('a', bytes('report'), TEXT);
        const { url } = await acme().linkFor('a', { ...link, downloadAs: 'Prüf "1".pdf' });
        const disposition = (await world.fetch(url)).headers.get('content-disposition');
        expect(disposition).toBe("attachment; filename*=UTF-8''Pr%C3%BCf%20%221%22.pdf");
      });

      it('to write takes a blob, and shows none', async () => {
        const { url } = await acme().linkFor('photos/1.jpg', { ...link, access: 'write' });
        expect((await world.fetch(url, { body: 'photo', type: 'image/jpeg' })).status).toBe(201);
        expect(await acme().head('photos/1.jpg')).toMatchObject({ bytes: 5, contentType: 'image/jpeg' });
        expect((await world.fetch(url)).status).toBe(403);
      });

      it('to read does not write', async () => {
        await acme().write('a', bytes('A'), TEXT);
        const { url } = await acme().linkFor('a', link);
        expect((await world.fetch(url, { body: 'B', type: 'text/plain' })).status).toBe(403);
        expect(await textAt('a')).toBe('A');
      });

      it('cannot be bent to another blob', async () => {
        await acme().write('a', bytes('A'), TEXT);
        await globex().write('a', bytes('secret'), TEXT);
        const { url } = await acme().linkFor('a', link);
        const bent = url.includes(tenant) ? url.replace(tenant, `${tenant}-globex`) : `${url}x`;
        expect((await world.fetch(bent)).status).toBe(403);
      });

      it('says until when it is good', async () => {
        const { expiresAt } = await acme().linkFor('a', link);
        expect(Math.round((Date.parse(expiresAt) - world.now().getTime()) / 60_000)).toBe(10);
      });

      it('to nothing shows nothing', async () =>
        expect((await world.fetch((await acme().linkFor('none', link)).url)).status).toBe(404));

      it.each([0, -1, 1_441, Number.NaN])(
        'cannot be good for %d minutes',
        async (forMinutes) =>
          await expect(acme().linkFor('a', { ...link, forMinutes })).rejects.toMatchObject({ code: 'blobs/bad-link' }),
      );
    });

    describe('another company', () => {
      it('sees nothing and changes nothing', async () => {
        await acme().write('a', bytes('A'), TEXT);
        expect([await globex().head('a'), await globex().read('a')]).toEqual([undefined, undefined]);
        expect((await globex().list('')).items).toEqual([]);
        await globex().remove('a');
        await globex().write('a', bytes('B'), TEXT);
        expect(await textAt('a')).toBe('A');
        expect(paths((await acme().list('')).items)).toEqual(['a']);
      });

      it('cannot go on with a cursor of ours to see what is ours', async () => {
        for (const path of ['a', 'b', 'c']) await acme().write(path, bytes(path), TEXT);
        const { nextCursor } = await acme().list('', { limit: 1 });
        expect((await globex().list('', { cursor: nextCursor })).items).toEqual([]);
      });
    });
  });

async function* failing() {
  yield Buffer.alloc(100);
  yield Buffer.alloc(100);
  throw new Error('The sender has gone.');
}

function cutOff(this: Readable) {
  this.push(Buffer.alloc(100));
  this.destroy();
}
