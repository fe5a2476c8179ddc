import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient, type Call, eventually, vehicleWithDevice } from './support/client.ts';
import { hire } from './support/hire.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

interface Saga {
  readonly state: string;
  readonly problem?: { readonly code: string };
  readonly steps: readonly { readonly step: string; readonly state: string }[];
}
interface Accepted {
  readonly sagaId: string;
  readonly status: string;
  readonly deviceKey: string;
}
interface Driven {
  readonly driver: { readonly email: string } | null;
}

const FORTH = ['assignments-close', 'assignments-open', 'devices-move', 'devices-replace-key', 'notifications-tell'];
const DRIVERS = Array.from({ length: 16 }, (_, index) => `driver-${index}@rhine.example`);

let system: WholeSystem;
let ours: Call;

beforeAll(async () => {
  system = await startWholeSystem();
  const [tenant] = system.tenants;
  ours = apiClient(system.api, { 'x-api-key': tenant?.apiKey ?? '' });
  await hire(system.settings, tenant?.id ?? '', DRIVERS);
}, 60_000);

afterAll(() => system.stop());

const drivenVan = async (name: string, driver: string | undefined) => {
  const van = await vehicleWithDevice(ours, name);
  expect((await ours('POST', `vehicles/${van.vehicleId}/driver`, { body: { driver } })).status).toBe(200);
  return van;
};

const driverOf = async (vehicleId: string) =>
  (await ours<Driven>('GET', `vehicles/${vehicleId}/driver`)).body.driver?.email;

const handOver = async (vehicleId: string, toDriver: string | undefined, deviceId: string, more: object = {}) => {
  const body = { toDriver, deviceId, ...more };
  const answer = await ours<Accepted>('POST', `vehicles/${vehicleId}/hand-over`, { body });
  expect(answer.status).toBe(202);
  return answer.body;
};

const ended = (sagaId: string, withinMs = 30_000) =>
  eventually(
    async () => (await ours<Saga>('GET', `ops/sagas/${sagaId}`).catch(() => undefined))?.body,
    (saga) => saga?.steps !== undefined && saga.state !== 'running',
    withinMs,
  );

const accepts = async (key: string) => (await ours('GET', `ingest/osmand/${key}?lat=50&lon=7`)).status === 202;

it('hands a vehicle over, with the device that comes along', async () => {
  const van = await drivenVan('Van 1', DRIVERS[0]);
  const phone = await vehicleWithDevice(ours, 'Van 2');
  const { sagaId, deviceKey } = await handOver(van.vehicleId, DRIVERS[1], phone.deviceId);
  const saga = await ended(sagaId);
  expect(saga).toMatchObject({ state: 'completed', steps: FORTH.map((step) => ({ step, state: 'done' })) });
  expect(await driverOf(van.vehicleId)).toBe(DRIVERS[1]);
  expect([await accepts(phone.key), await accepts(deviceKey)]).toEqual([false, true]);
  const position = await eventually(
    () => ours('GET', `vehicles/${van.vehicleId}/position`),
    ({ status }) => status === 200,
  );
  expect(position.body).toMatchObject({ vehicleId: van.vehicleId, lat: 50 });
}, 60_000);

it('leaves everything as it was when a step is refused half way', async () => {
  const van = await drivenVan('Van 3', DRIVERS[2]);
  const phone = await vehicleWithDevice(ours, 'Van 4');
  const more = { fromVehicleId: 'veh_where-it-is-not' };
  const { sagaId, deviceKey } = await handOver(van.vehicleId, DRIVERS[3], phone.deviceId, more);
  expect(await ended(sagaId)).toMatchObject({
    state: 'undone',
    problem: { code: 'devices/elsewhere' },
    steps: [
      { step: 'assignments-close', state: 'done' },
      { step: 'assignments-open', state: 'done' },
      { step: 'devices-move', state: 'refused' },
      { step: 'devices-move-back', state: 'undone' },
      { step: 'assignments-call-off', state: 'undone' },
      { step: 'assignments-reopen', state: 'undone' },
    ],
  });
  expect(await driverOf(van.vehicleId)).toBe(DRIVERS[2]);
  expect([await accepts(phone.key), await accepts(deviceKey)]).toEqual([true, false]);
}, 60_000);

it('brings every hand-over it has accepted to its end when the host is killed in the middle', async () => {
  const vans = await Promise.all(
    [4, 6, 8, 10].map(async (at) => ({ ...(await drivenVan(`Van ${at}`, DRIVERS[at])), to: DRIVERS[at + 1] })),
  );
  const accepted = await Promise.all(vans.map((van) => handOver(van.vehicleId, van.to, van.deviceId)));
  await system.crashHost();
  for (const { sagaId } of accepted) expect(await ended(sagaId, 90_000)).toMatchObject({ state: 'completed' });
  for (const [index, { vehicleId, to, key }] of vans.entries()) {
    // Killed between an event and its view, the host leaves the view to the change feed.
    expect(
      await eventually(
        () => driverOf(vehicleId),
        (driver) => driver === to,
      ),
    ).toBe(to);
    const keys = async () => [await accepts(key), await accepts(accepted[index]?.deviceKey ?? '')].join();
    expect(await eventually(keys, (taken) => taken === 'false,true')).toBe('false,true');
  }
}, 150_000);

it('lists what it has done, and lets an integration look but not intervene', async () => {
  const van = await drivenVan('Van 12', DRIVERS[12]);
  const { sagaId } = await handOver(van.vehicleId, DRIVERS[13], van.deviceId);
  await ended(sagaId);
  const list = await ours<{ items: readonly { id: string; state: string }[] }>('GET', 'ops/sagas');
  expect(list.body.items[0]).toMatchObject({ id: sagaId, state: 'completed' });
  expect((await ours('POST', `ops/sagas/${sagaId}/retry`)).status).toBe(403);
}, 60_000);

it('shows a manager how each went, and lets them try again what was undone', async () => {
  const van = await drivenVan('Van 14', DRIVERS[14]);
  const more = { fromVehicleId: 'veh_where-it-is-not' };
  const phone = await vehicleWithDevice(ours, 'Van 15');
  const { sagaId } = await handOver(van.vehicleId, DRIVERS[15], phone.deviceId, more);
  await ended(sagaId);

  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(30_000);
    const owner = system.tenants[0]?.users.find(({ role }) => role === 'owner')?.email ?? '';
    await page.goto(
      `${system.web}/.auth/login/aad?user=${encodeURIComponent(owner)}&post_login_redirect_uri=/ops/sagas`,
    );
    await page.locator(`[data-testid="saga-row-${sagaId}"]`).click();
    const detail = page.locator('[data-testid="saga-detail"]');
    await detail.locator('[data-testid="saga-state"]').filter({ hasText: 'Undone' }).waitFor();
    expect(await detail.locator('li[data-state="undone"]').count()).toBe(3);
    await screenshot(page, 'sagas');

    await page.locator('[data-testid="saga-retry"]').click();
    await page.locator('[data-testid="confirm"] button[type="submit"]').click();
    await page.waitForURL((url) => !url.href.includes(sagaId));
    await detail.locator('[data-testid="saga-state"]').filter({ hasText: 'Undone' }).waitFor();
    const items = (await ours<{ items: readonly { retryOf?: string }[] }>('GET', 'ops/sagas')).body.items;
    expect(items[0]).toMatchObject({ retryOf: sagaId, state: 'undone' });
  } finally {
    await browser.close();
  }
}, 120_000);
