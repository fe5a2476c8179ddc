import type { Browser, Page } from 'playwright-core';
import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient, type Call, eventually, vehicleWithDevice } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

const DEPOT = { lat: 50.94, lon: 6.96 };
/** Degrees of longitude there for a metre. */
const EAST = 1 / 70_060;
const SECOND = 1_000;

let system: WholeSystem;
let browser: Browser;
let page: Page;
let ours: Call;
let van: Awaited<ReturnType<typeof vehicleWithDevice>>;
const failures: string[] = [];

const byId = (id: string) => page.locator(`[data-testid="${id}"]`);
const fenceForm = (name: string) => byId('fence-form').locator(`[name="${name}"]`);
const listed = (name: string) => page.locator('[data-testid^="fence-gfn"]', { hasText: name });
const idOfShown = () => new URL(page.url()).searchParams.get('fence') ?? '';

/** A drive of a kilometre to the east an hour ago, at 72 km/h, after which the van stays parked. */
const drive = async (): Promise<void> => {
  const from = Date.now() - 3_600 * SECOND;
  const fix = (seconds: number, metres: number, speed: number, ignition: boolean) => ({
    deviceId: van.deviceId,
    at: new Date(from + seconds * SECOND).toISOString(),
    lat: DEPOT.lat,
    lon: DEPOT.lon + metres * EAST,
    speed,
    heading: 90,
    attributes: { ignition },
  });
  const way = Array.from({ length: 11 }, (_, step) => fix(60 + step * 5, step * 100, 20, true));
  const parked = Array.from({ length: 15 }, (_, minute) => fix(120 + minute * 60, 1_000, 0, false));
  const fixes = [fix(0, 0, 0, true), fix(30, 0, 0, true), ...way, ...parked];
  const { status } = await ours('POST', 'ingest/batch', { body: { fixes } });
  expect(status).toBe(202);
};

interface Items {
  readonly items: readonly Record<string, unknown>[];
}
const found = (path: string) =>
  eventually(
    () => ours<Items>('GET', path),
    ({ body }) => body.items.length > 0,
    60_000,
  );

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholeSystem(), openBrowser()]);
  const [tenant] = system.tenants;
  ours = apiClient(system.api, { 'x-api-key': tenant?.apiKey ?? '' });
  van = await vehicleWithDevice(ours, 'Blue van');
  // The map jumps to where it would fly, so that a click lands where it is meant to.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => failures.push(error.message));
  const email = tenant?.users.find(({ role }) => role === 'dispatcher')?.email ?? '';
  const query = `user=${encodeURIComponent(email)}&post_login_redirect_uri=${encodeURIComponent('/geofences')}`;
  await page.goto(`${system.web}/.auth/login/aad?${query}`);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it('draws a circle with a speed limit by its coordinates, without a mouse', async () => {
  await page.waitForSelector('[data-testid="geofence-map"][data-ready="true"]');
  await byId('new-fence').click();
  await fenceForm('name').fill('Depot');
  await byId('fence-form').getByText('Circle').click();
  const centre = byId('fence-form').getByLabel('Centre', { exact: true });
  await centre.fill(`${DEPOT.lat}, ${DEPOT.lon}`);
  await centre.press('Enter');
  await fenceForm('size').fill('700');
  await fenceForm('speedLimit').fill('50');
  await byId('save-fence').click();
  await byId('fence-detail').getByText('Depot').waitFor();
  const { body } = await ours('GET', `geofences/${idOfShown()}`);
  expect(body.shape).toEqual({ type: 'circle', center: DEPOT, radiusMetres: 700 });
}, 90_000);

it('draws a polygon corner by corner on the map, and says its rules in words', async () => {
  const box = await byId('geofence-map').boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await byId('fence-detail').getByText('‹ Geofences').click();
  await byId('new-fence').click();
  await fenceForm('name').fill('Yard');
  for (const [right, down] of [
    [-150, -120],
    [150, -120],
    [150, 120],
    [-150, 120],
  ] as const) {
    await page.mouse.click(x + right, y + down);
  }
  await byId('fence-form').getByLabel('Corner 4', { exact: true }).waitFor();
  await page.mouse.click(x - 150, y - 120);
  await byId('fence-form').getByText('Drag its corners').waitFor();
  await fenceForm('dwellMinutes').fill('30');
  await byId('rules-preview').getByText('Tells of whoever stays for 30 min.').waitFor();
  await screenshot(page, 'geofence');
  await byId('save-fence').click();
  await byId('fence-detail').getByText('Yard').waitFor();
  const { body } = await ours<{ shape: { rings: readonly (readonly { lat: number; lon: number }[])[] } }>(
    'GET',
    `geofences/${idOfShown()}`,
  );
  const [ring = []] = body.shape.rings;
  expect(ring).toHaveLength(4);
  for (const { lat, lon } of ring) {
    expect(Math.abs(lat - DEPOT.lat)).toBeLessThan(0.01);
    expect(Math.abs(lon - DEPOT.lon)).toBeLessThan(0.01);
  }
}, 90_000);

it('tells who drove through them', async () => {
  await drive();
  const depot = await ours<Items>('GET', 'geofences?search=Depot');
  await found(`geofence-visits?geofenceId=${depot.body.items[0]?.id}&status=over`);
  await byId('fence-detail').getByText('‹ Geofences').click();
  await listed('Depot').click();
  await byId('visit').getByText('Blue van').waitFor();
}, 120_000);

it('lists the trip of the vehicle, shows its way on a map, and what it was for', async () => {
  await found(`trips?vehicleId=${van.vehicleId}`);
  await byId('visit').getByRole('link', { name: 'Blue van' }).click();
  await byId('activity-state').getByText('Parked').waitFor();
  const trip = byId('trip').first();
  await trip.getByText('speeding').waitFor();
  await trip.getByRole('button').first().click();
  await byId('trip-detail').getByText('where 50 km/h are allowed').waitFor();
  await page.waitForSelector('[data-testid="trip-map"][data-ready="true"]');
  await byId('classify').getByText('Business').click();
  await byId('classify').getByLabel('Purpose').fill('To the customer');
  await byId('classify').getByRole('button', { name: 'Save' }).click();
  await byId('trip-detail').getByText('To the customer').first().waitFor();
  await screenshot(page, 'trip');
  const { body } = await ours<Items>('GET', `trips?vehicleId=${van.vehicleId}`);
  expect(body.items).toMatchObject([{ classification: 'business', purpose: 'To the customer' }]);
  expect(failures).toEqual([]);
}, 120_000);
