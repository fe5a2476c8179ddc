import type { Browser, Page } from 'playwright-core';
import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient, type Call, vehicleWithDevice } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

let system: WholeSystem;
let browser: Browser;
let page: Page;
let ours: Call;
let van: Awaited<ReturnType<typeof vehicleWithDevice>>;
const failures: string[] = [];

const byId = (id: string) => page.locator(`[data-testid="${id}"]`);

/** One fix of the van, now; `speed` in metres per second. */
const drive = async (lat: number, lon: number, speed: number): Promise<void> => {
  const fix = {
    deviceId: van.deviceId,
    at: new Date().toISOString(),
    lat,
    lon,
    speed,
    heading: 45,
    attributes: { ignition: true },
  };
  const { status } = await ours('POST', 'ingest/batch', { body: { fixes: [fix] } });
  expect(status).toBe(202);
};

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholeSystem(), openBrowser()]);
  const [tenant] = system.tenants;
  ours = apiClient(system.api, { 'x-api-key': tenant?.apiKey ?? '' });
  van = await vehicleWithDevice(ours, 'Blue van');
  await vehicleWithDevice(ours, 'Red truck');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => failures.push(error.message));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it('asks a stranger to sign in, and shows nothing', async () => {
  await page.goto(system.web);
  await byId('sign-in').waitFor();
  expect(await byId('fleet-map').count()).toBe(0);
}, 90_000);

it('shows a signed-in dispatcher the fleet on a live map', async () => {
  await drive(50.94, 6.96, 10);
  const email = system.tenants[0]?.users.find(({ role }) => role === 'dispatcher')?.email ?? '';
  await page.goto(`${system.web}/.auth/login/aad?user=${encodeURIComponent(email)}&post_login_redirect_uri=/`);
  await page.waitForSelector('[data-testid="fleet-map"][data-ready="true"]');
  await page.waitForSelector('[data-testid="connection"][data-state="live"]');
  await page.waitForSelector('[data-testid="fleet-map"][data-vehicles="1"]');
  expect(await page.locator('[data-testid^="vehicle-row-"]').count()).toBe(2);
}, 90_000);

it('moves a vehicle while somebody watches, without asking', async () => {
  await byId(`vehicle-row-${van.vehicleId}`).click();
  await byId('vehicle-panel').waitFor();
  for (let step = 1; step <= 5; step += 1) {
    await drive(50.94 + step / 1000, 6.96 + step / 1000, 15 + step);
    await page.waitForTimeout(60);
  }
  // 20 metres per second are 72 km/h.
  await byId('vehicle-speed').filter({ hasText: '72' }).waitFor();
  expect(page.url()).toContain(van.vehicleId);
  await screenshot(page, 'dashboard');
}, 90_000);

it('lets the API be tried out by whoever is signed in', async () => {
  const docs = await page.context().newPage();
  docs.setDefaultTimeout(40_000);
  docs.on('pageerror', (error) => failures.push(error.message));
  await docs.goto(`${system.web}/docs/#/vehicles/vehicles-list`);
  await docs.locator('#operations-vehicles-vehicles-list .execute').click();
  await docs.locator('.live-responses-table', { hasText: 'Blue van' }).waitFor();
  await docs.goto(`${system.web}/problems/vehicles/not-found`);
  await docs.locator('.wanted').waitFor();
  expect(await docs.locator('.wanted').textContent()).toContain('There is no such vehicle.');
  await docs.close();
}, 90_000);

it('finds a vehicle by its name', async () => {
  await byId('vehicle-search').fill('red');
  await byId(`vehicle-row-${van.vehicleId}`).waitFor({ state: 'detached' });
  expect(await page.locator('[data-testid^="vehicle-row-"]').count()).toBe(1);
  await byId('vehicle-search').fill('');
}, 90_000);

it('goes on by itself after the cloud was gone', async () => {
  await system.crashCloud();
  await page.waitForSelector('[data-testid="connection"][data-state="live"]', { timeout: 60_000 });
  await drive(50.95, 6.97, 25);
  await byId('vehicle-speed').filter({ hasText: '90' }).waitFor();
  expect(failures).toEqual([]);
}, 120_000);
