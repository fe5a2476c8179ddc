import type { Browser, Page } from 'playwright-core';
import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient, type Call, eventually } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

let system: WholeSystem;
let browser: Browser;
let page: Page;
let ours: Call;
const failures: string[] = [];
const TRACKER = '4109162101';
const STRANGER = '4109162102';

const byId = (id: string) => page.locator(`[data-testid="${id}"]`);
const signIn = async (role: string, path: string) => {
  const email = system.tenants[0]?.users.find((user) => user.role === role)?.email ?? '';
  const query = `user=${encodeURIComponent(email)}&post_login_redirect_uri=${encodeURIComponent(path)}`;
  await page.goto(`${system.web}/.auth/login/aad?${query}`);
};

/** A frame as such a tracker sends it: north of Cologne's cathedral, with 20 knots. */
const frameOf = (deviceId: string): string => {
  const [date = '', time = ''] = new Date().toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const clock = time.slice(0, 8).replaceAll(':', '');
  return `*HQ,${deviceId},V1,${clock},A,5056.6000,N,00657.4900,E,020.00,090,${day}${month}${year.slice(2)},FFFFFBFF#`;
};
const send = (deviceId: string) =>
  ours<{ accepted: number }>('POST', 'ingest/frames/h02', {
    body: frameOf(deviceId),
    headers: { 'content-type': 'text/plain' },
  });
const unknownIds = async () => {
  const { body } = await ours<{ items: { id: string }[] }>('GET', 'quarantined-devices');
  return body.items.map(({ id }) => id).sort();
};

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholeSystem(), openBrowser()]);
  ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => failures.push(error.message));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it('shows a device that sends and that nobody has registered, with what it says', async () => {
  const vehicle = await ours('POST', 'vehicles', { body: { name: 'Grey tipper', plate: 'K-WF 77' } });
  expect(vehicle.status).toBe(201);
  for (const device of [TRACKER, STRANGER]) expect((await send(device)).body.accepted).toBe(0);
  await eventually(unknownIds, (ids) => ids.length === 2);
  await signIn('owner', '/devices');
  await byId('tab-unknown').getByText('2').waitFor();
  await byId('tab-unknown').click();
  await byId(`unknown-device-${TRACKER}`).getByText(`*HQ,${TRACKER},V1`).waitFor();
  await screenshot(page, 'unknown-devices');
}, 90_000);

it('adopts it for a vehicle that is found by its plate, and shows its key this once', async () => {
  await byId(`unknown-device-${TRACKER}`).locator('[data-testid="adopt"]').click();
  await byId('vehicle-picker').fill('WF 77');
  await page.getByRole('option', { name: 'Grey tipper · K-WF 77' }).click();
  await byId('device-form').locator('[name="name"]').fill('Tipper tracker');
  await byId('take-in').click();
  await byId('device-taken-in').getByText('Tipper tracker reports for Grey tipper').waitFor();
  expect(await byId('secret').textContent()).toMatch(/^dk_/);
  await byId(`unknown-device-${TRACKER}`).waitFor({ state: 'detached' });
}, 90_000);

it('puts the vehicle on the map with what the device says from now on', async () => {
  expect((await send(TRACKER)).body.accepted).toBe(1);
  await byId('show-on-map').click();
  await byId('vehicle-panel').getByText('Grey tipper').waitFor();
  await byId('vehicle-speed').getByText('37').waitFor();
  await byId('vehicle-panel').getByText('50.94333, 6.95817').waitFor();
}, 90_000);

it('says how the device does', async () => {
  await byId('to-devices').click();
  const row = byId(`device-row-${TRACKER}`);
  await row.getByText('Tipper tracker').click();
  await byId('device-detail').getByText('Newest measurement').waitFor();
  await byId('device-detail').getByRole('link', { name: 'Grey tipper' }).waitFor();
  await screenshot(page, 'device');
  await page.keyboard.press('Escape');
  await byId('device-detail').waitFor({ state: 'detached' });
}, 90_000);

it('forgets one that is dismissed', async () => {
  await byId('tab-unknown').click();
  await byId(`unknown-device-${STRANGER}`).locator('[data-testid="dismiss"]').click();
  await byId(`unknown-device-${STRANGER}`).waitFor({ state: 'detached' });
  await page.getByText('No unknown devices').waitFor();
  expect(await unknownIds()).toEqual([]);
}, 90_000);

it('lets a viewer look and nothing else', async () => {
  await send(STRANGER);
  await eventually(unknownIds, (ids) => ids.length === 1);
  await signIn('viewer', '/devices?tab=unknown');
  await byId(`unknown-device-${STRANGER}`).waitFor();
  for (const id of ['adopt', 'dismiss', 'to-scorecards']) expect(await byId(id).count()).toBe(0);
  expect(failures).toEqual([]);
}, 90_000);
