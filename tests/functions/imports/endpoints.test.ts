import { writeXlsx } from 'hucre/xlsx';
import type { MemoryBlobs } from '../../../shared/blobs/memory-blobs.ts';
import { XLSX_TYPE } from '../../../shared/imports/read-table.ts';
import { app, found, itemsOf, signedIn } from '../company.ts';
import { runJobs } from '../jobs/sample-job.ts';
import { allOf, asked, imported, OWNER, uploaded } from './tables.ts';

const scene = async () => {
  const world = app();
  return { world, acme: await found(world, 'acme') };
};

const BODY = { entity: 'vehicles', name: 'fleet.csv', contentType: 'text/csv', bytes: 100 };
const codeOf = (answer: { body: Readonly<Record<string, unknown>> }) => answer.body.code;

describe('a file', () => {
  it('is put where the link leads, and read then', async () => {
    const { world, acme } = await scene();
    const begun = await acme.as('owner').post('imports', BODY);
    expect(begun).toMatchObject({ status: 201, body: { state: 'waiting' } });
    expect(begun.headers.get('location')).toBe(`/api/v1/imports/${begun.body.id}`);
    const early = await acme.as('owner').post(`imports/${begun.body.id}/uploaded`);
    expect([early.status, codeOf(early)]).toEqual([404, 'imports/not-uploaded']);
    const { url, headers } = begun.body.upload as { url: string; headers: Record<string, string> };
    expect(headers).toEqual({ 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/csv' });
    await (world.services.exports as MemoryBlobs).fetch(url, {
      method: 'PUT',
      body: 'Name\nVan 7\n',
      type: 'text/csv',
    });
    const read = await acme.as('owner').post(`imports/${begun.body.id}/uploaded`);
    expect(read.body).toMatchObject({ state: 'read', table: { columns: ['Name'], rows: 1, sample: [['Van 7']] } });
  });

  it('of up to 1 MB can be sent itself', async () => {
    const { world, acme } = await scene();
    const { id } = await asked(world, 'POST', 'imports', BODY);
    const sent = await asked(world, 'PUT', `imports/${id}/content`, 'Name,Plate\nVan 7,K-WF 7\n');
    expect(sent).toMatchObject({ state: 'read', table: { rows: 1 } });
    const once = { ...OWNER, 'idempotency-key': 'once' };
    expect(await asked(world, 'PUT', `imports/${id}/content`, 'Name,Plate\nVan 7,K-WF 7\n', once)).toEqual(sent);
    const large = await world.ask('PUT', `imports/${id}/content`, {
      headers: OWNER,
      body: `Name\n${'x'.repeat(2 ** 20)}`,
    });
    expect([large.status, codeOf(large)]).toEqual([413, 'body/too-large']);
    expect(await asked(world, 'GET', `imports/${id}`)).toEqual(sent);
    expect(itemsOf(await acme.as('owner').get('imports'))).toEqual([sent]);
  });

  it('can be a spreadsheet, with several sheets', async () => {
    const { world, acme } = await scene();
    const bought = new Date('2026-03-31T00:00:00Z');
    const file = await writeXlsx({
      sheets: [
        { name: 'Notes', rows: [['Ask Mia'], ['about the trailer']] },
        {
          name: 'Fleet',
          rows: [
            ['Name', 'Model year', 'Bought'],
            ['Van 7', 2024, bought],
          ],
        },
      ],
    });
    const { id, read } = await uploaded(world, acme, 'vehicles', file, XLSX_TYPE);
    expect(read).toMatchObject({ table: { sheet: 'Notes', sheets: ['Notes', 'Fleet'] } });
    const again = await asked(world, 'POST', `imports/${id}/uploaded`, { sheet: 'Fleet' });
    expect(again).toMatchObject({ table: { sheet: 'Fleet', sample: [['Van 7', 2024, '2026-03-31']] } });
    await asked(world, 'POST', `imports/${id}/run`);
    await runJobs(world);
    expect(await allOf(acme, 'vehicles')).toMatchObject([{ name: 'Van 7', modelYear: 2024 }]);
    expect(await asked(world, 'GET', `imports/${id}`)).toMatchObject({
      state: 'started',
      job: { state: 'completed', notes: { created: 1 } },
    });
  });

  it.each([
    ['empty', '', 'imports/bad-file'],
    ['no more than a header', 'Name,Plate\n', 'imports/bad-file'],
  ])('that is %s is refused', async (_, file, code) => {
    const { world } = await scene();
    const { id } = await asked(world, 'POST', 'imports', BODY);
    const answer = await world.ask('PUT', `imports/${id}/content`, { headers: OWNER, body: file });
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(await asked(world, 'GET', `imports/${id}`)).toMatchObject({ state: 'waiting' });
  });
});

describe('an import', () => {
  it('needs its file first, and runs once at a time', async () => {
    const { world, acme } = await scene();
    const owner = acme.as('owner');
    const { id } = await asked(world, 'POST', 'imports', BODY);
    expect(codeOf(await owner.post(`imports/${id}/run`))).toBe('imports/no-file');
    expect(codeOf(await owner.post(`imports/${id}/preview`))).toBe('imports/no-file');
    await asked(world, 'PUT', `imports/${id}/content`, 'Name\nVan 7\n');
    expect((await owner.post(`imports/${id}/run`)).status).toBe(202);
    expect(codeOf(await owner.post(`imports/${id}/run`))).toBe('imports/running');
    expect(codeOf(await owner.post(`imports/${id}/uploaded`))).toBe('imports/started');
    await runJobs(world);
    expect((await owner.post(`imports/${id}/run`)).status).toBe(202);
    await runJobs(world);
    expect(await asked(world, 'GET', `imports/${id}`)).toMatchObject({ job: { notes: { unchanged: 1 } } });
  });

  it('cannot be run as long as its mapping does not fit', async () => {
    const { world, acme } = await scene();
    const { id } = await asked(world, 'POST', 'imports', BODY);
    await asked(world, 'PUT', `imports/${id}/content`, 'Nobody,Knows\n1,2\n');
    const refused = await acme.as('owner').post(`imports/${id}/run`);
    expect([refused.status, codeOf(refused)]).toEqual([400, 'imports/bad-mapping']);
  });

  it('is for those who may write what it holds, and seen by whoever has made it', async () => {
    const { world, acme } = await scene();
    expect((await acme.as('viewer').post('imports', BODY)).status).toBe(403);
    const unknown = await acme.as('owner').post('imports', { ...BODY, entity: 'moons' });
    expect(codeOf(unknown)).toBe('imports/unknown-entity');
    const technician = await acme.join('tim', 'technician');
    expect((await technician.client.post('imports', BODY)).status).toBe(403);
    const readings = await technician.client.post('imports', { ...BODY, entity: 'meter-readings' });
    expect(readings.status).toBe(201);
    const path = `imports/${readings.body.id}`;
    expect((await acme.as('dispatcher').get(path)).status).toBe(404);
    expect((await acme.as('owner').get(path)).status).toBe(200);
    expect(itemsOf(await acme.as('dispatcher').get('imports'))).toEqual([]);
    const entities = async (role: 'owner' | 'dispatcher') =>
      itemsOf(await acme.as(role).get('imports/entities')).map(({ entity }) => entity);
    expect((await entities('owner')).sort()).toEqual(['assignments', 'drivers', 'meter-readings', 'vehicles']);
    const own = itemsOf(await technician.client.get('imports/entities'));
    expect(own.map(({ entity }) => entity)).toEqual(['meter-readings']);
    expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('of somebody limited to some groups stays within them', async () => {
    const { world, acme } = await scene();
    const owner = acme.as('owner');
    const depot = String((await owner.post('groups', { name: 'Depot' })).body.id);
    await owner.post('vehicles', { name: 'Elsewhere', externalId: 'E-1' });
    const { client, email } = await acme.join('dora', 'dispatcher');
    const { id: memberId } = itemsOf(await owner.get('members')).find((one) => one.email === email) ?? {};
    expect((await owner.post(`members/${memberId}/limit`, { groups: [depot] })).status).toBe(200);
    const file = `Name,External ID,Group,Colour\nElsewhere,E-1,,red\nOurs,E-2,depot,red\nNobody's,E-3,,red\n`;
    const { body } = await client.post('imports', BODY);
    const headers = signedIn(email);
    await asked(world, 'PUT', `imports/${body.id}/content`, file, headers);
    const { id } = await asked(world, 'POST', `imports/${body.id}/run`, undefined, headers);
    await runJobs(world);
    expect(await asked(world, 'GET', `jobs/${id}`, undefined, headers)).toMatchObject({
      notes: { created: 1, updated: 0, failed: 2 },
    });
    expect(await allOf(acme, 'vehicles')).toMatchObject([{ name: 'Elsewhere' }, { name: 'Ours', groupId: depot }]);
    const staff = `Name,Employee number,Group\nMia,1,${depot}\nBen,2,\nEve,3,Moon\n`;
    const { body: other } = await client.post('imports', { ...BODY, entity: 'drivers' });
    await asked(world, 'PUT', `imports/${other.id}/content`, staff, headers);
    const preview = await asked(world, 'POST', `imports/${other.id}/preview`, undefined, headers);
    expect(preview).toMatchObject({
      created: 1,
      errors: [{ row: 3 }, { row: 4, column: 'Group', message: 'There is no such group.' }],
    });
    await asked(world, 'POST', `imports/${other.id}/run`, undefined, headers);
    await runJobs(world);
    expect(await allOf(acme, 'drivers')).toMatchObject([{ name: 'Mia', groupId: depot }]);
  });
});

describe('a template', () => {
  it('has the headers that an import recognises', async () => {
    const { world, acme } = await scene();
    for (const entity of ['vehicles', 'drivers', 'meter-readings', 'assignments']) {
      const { text, headers } = await acme.as('owner').get(`imports/templates/${entity}`);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${entity}.csv"`);
      const { read } = await uploaded(world, acme, entity, `${text}${'x,'.repeat(3)}\n`);
      const mapped = (read.mapping as { columns: unknown[] }).columns.length;
      expect([entity, mapped]).toEqual([entity, (read.table as { columns: unknown[] }).columns.length]);
    }
    const xlsx = await acme.as('owner').get('imports/templates/vehicles?format=xlsx');
    expect([xlsx.status, xlsx.headers.get('content-type')]).toEqual([200, XLSX_TYPE]);
  });
});

describe('a row that breaks something', () => {
  it('is left out in the end, and the others are done', async () => {
    const broken = 'WVWZZZ1JZXW000013';
    const world = app(({ operations }) => ({
      operations: {
        ...operations,
        in: (tenantId, ...path) => {
          const partition = operations.in(tenantId, ...path);
          const get: typeof partition.get = (id) => {
            if (id === broken) throw new TypeError('A bug.');
            return partition.get(id);
          };
          return { ...partition, get };
        },
      },
    }));
    const acme = await found(world, 'acme');
    const file = `Name,VIN\nVan 12,WVWZZZ1JZXW000012\nVan 13,${broken}\nVan 14,WVWZZZ1JZXW000014\n`;
    const { job } = await imported(world, acme, 'vehicles', file);
    expect(job).toMatchObject({ state: 'completed-with-errors', notes: { failed: 1 } });
    expect((await allOf(acme, 'vehicles')).map(({ name }) => name)).toEqual(['Van 12', 'Van 14']);
  });
});
