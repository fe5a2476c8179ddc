import { apiClient, type Call, eventually, vehicleWithDevice } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

interface List<Item> {
  readonly items: readonly Item[];
}

let system: WholeSystem;
let ours: Call;

beforeAll(async () => {
  system = await startWholeSystem();
  ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
}, 120_000);

afterAll(() => system.stop());

const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const instant = (index: number) => new Date(START + index * 1000).toISOString();

/** Sends fixes one after the other, as a device would: again and again until it gets an answer. */
const sendAll = async (key: string, from: number, to: number): Promise<void> => {
  for (let index = from; index < to; index += 1) {
    const url = `${system.api}/api/v1/ingest/osmand/${key}?lat=50&lon=${7 + index / 1000}&timestamp=${START / 1000 + index}`;
    for (;;) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.status === 202) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
};

const historyOf = (vehicleId: string) =>
  ours<List<{ at: string }>>('GET', `vehicles/${vehicleId}/positions?limit=5000`).then(({ body }) =>
    body.items.map(({ at }) => at),
  );

const expectEveryInstantOnce = async (vehicleId: string, count: number) => {
  const kept = await eventually(
    () => historyOf(vehicleId),
    (instants) => instants.length >= count,
    60_000,
  );
  expect(kept).toEqual(Array.from({ length: count }, (_, index) => instant(index)));
};

it('keeps every fix it has answered, exactly once, when the host is killed in the middle', async () => {
  const vans = await Promise.all(['A', 'B', 'C'].map((name) => vehicleWithDevice(ours, `Van ${name}`)));
  const sending = Promise.all(vans.map(({ key }) => sendAll(key, 0, 200)));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await system.crashHost();
  await sending;
  for (const { vehicleId } of vans) await expectEveryInstantOnce(vehicleId, 200);
}, 120_000);

it('keeps every fix it has answered when the cloud is killed in the middle', async () => {
  const { vehicleId, key } = await vehicleWithDevice(ours, 'Van D');
  const sending = sendAll(key, 0, 300);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await system.crashCloud();
  await sending;
  await expectEveryInstantOnce(vehicleId, 300);
}, 120_000);

it('finds events, views and history again after the cloud was killed', async () => {
  const { vehicleId, key } = await vehicleWithDevice(ours, 'Van E');
  await ours('POST', `vehicles/${vehicleId}/rename`, { body: { name: 'Van E again' } });
  await sendAll(key, 0, 20);
  await expectEveryInstantOnce(vehicleId, 20);
  const latest = await ours('GET', `vehicles/${vehicleId}/position`);

  await system.crashCloud();
  await system.crashHost();

  expect((await ours('GET', `vehicles/${vehicleId}`)).body).toMatchObject({ name: 'Van E again', version: 2 });
  expect((await ours<List<{ name: string }>>('GET', 'vehicles?search=Van%20E')).body.items).toMatchObject([
    { name: 'Van E again' },
  ]);
  expect((await ours<List<unknown>>('GET', `vehicles/${vehicleId}/history`)).body.items).toHaveLength(2);
  expect((await ours('GET', `vehicles/${vehicleId}/position`)).body).toEqual(latest.body);
  await expectEveryInstantOnce(vehicleId, 20);
}, 120_000);
