import { apiClient, type Call, eventually } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

interface Begun {
  readonly id: string;
  readonly upload: { readonly url: string; readonly headers: Record<string, string> };
}
interface Job {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number; readonly failed: number };
}
interface Page {
  readonly items: readonly { readonly externalId?: string; readonly version: number }[];
  readonly nextCursor?: string;
}

const ROWS = 600;
/** A row that is wrong, in the second portion. */
const WRONG = 300;

let system: WholeSystem;
let ours: Call;

beforeAll(async () => {
  system = await startWholeSystem();
  ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
}, 60_000);

afterAll(() => system.stop());

const table = () => {
  const rows = Array.from({ length: ROWS }, (_, row) => `Import ${row},I-${row},${row === WRONG ? 'soon' : 2024}`);
  return ['Name,External ID,Model year', ...rows].join('\n');
};

const imported = async (): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body }: { body: Page } = await ours<Page>(
      'GET',
      `vehicles?search=Import&limit=500${cursor && `&cursor=${cursor}`}`,
    );
    for (const { externalId = '', version } of body.items) found.set(externalId, version);
    cursor = body.nextCursor;
  }
  return found;
};

it('imports a file that was put where a link led, although the host is killed in the middle', async () => {
  const text = table();
  const begin = { entity: 'vehicles', name: 'fleet.csv', contentType: 'text/csv', bytes: text.length };
  const { body: begun } = await ours<Begun>('POST', 'imports', { body: begin });
  const put = await fetch(begun.upload.url, { method: 'PUT', headers: begun.upload.headers, body: text });
  expect(put.status).toBe(201);
  expect((await ours('POST', `imports/${begun.id}/uploaded`)).body).toMatchObject({ table: { rows: ROWS } });
  const { status, body: job } = await ours<Job>('POST', `imports/${begun.id}/run`);
  expect(status).toBe(202);

  const look = () => ours<Job>('GET', `jobs/${job.id}`).then(({ body }) => body);
  await eventually(look, ({ progress }) => progress.done > 0, 60_000);
  await system.crashHost();
  const ended = await eventually(look, ({ state }) => !['queued', 'running'].includes(state), 120_000);
  expect(ended).toMatchObject({
    state: 'completed-with-errors',
    progress: { done: ROWS, total: ROWS, failed: 1 },
    hasResult: true,
  });

  const vehicles = await imported();
  expect(vehicles.size).toBe(ROWS - 1);
  expect([...vehicles.values()].every((version) => version === 1)).toBe(true);

  const result = await fetch(`${system.api}/api/v1/jobs/${job.id}/result`, {
    headers: { 'x-api-key': system.tenants[0]?.apiKey ?? '' },
  });
  expect(await result.text()).toBe(
    `Name,External ID,Model year,error\r\nImport ${WRONG},I-${WRONG},soon,Model year: Expected a number such as 1234.5.\r\n`,
  );
}, 240_000);
