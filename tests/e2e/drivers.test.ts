import type { Browser, Page } from 'playwright-core';
import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient, type Call, vehicleWithDevice } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

/** A driver with a phone in their hand, and what their page does meanwhile. */
interface Onlooker {
  readonly email: string;
  readonly page: Page;
  /** Every call of the API as `GET me/notifications`, or as `GET me/notifications 500` when it went wrong. */
  readonly calls: Set<string>;
  readonly loads: () => number;
}

const PHONE = { width: 390, height: 844 };
const EXPECTED = /^(GET me|GET me\/notifications|POST me\/notifications\/[\w-]+\/read|POST live\/negotiate)$/;

let system: WholeSystem;
let browser: Browser;
let ours: Call;

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholeSystem(), openBrowser()]);
  ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const byId = ({ page }: Onlooker, id: string) => page.locator(`[data-testid="${id}"]`);
const unread = (onlooker: Onlooker, count: number) =>
  onlooker.page.locator(`[data-testid="notification-bell"][data-unread="${count}"]`).waitFor();
const rows = (onlooker: Onlooker) => onlooker.page.locator('main [data-testid="notification"]');

const signIn = async (email: string): Promise<Onlooker> => {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  const calls = new Set<string>();
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  page.on('response', (response) => {
    const [, path] = new URL(response.url()).pathname.split('/api/v1/');
    if (path) calls.add(`${response.request().method()} ${path}${response.ok() ? '' : ` ${response.status()}`}`);
  });
  await page.goto(`${system.web}/.auth/login/aad?user=${encodeURIComponent(email)}&post_login_redirect_uri=/map`);
  return { email, page, calls, loads: () => loads };
};

it('tells both drivers of a hand-over while they look, and knows what they have read', async () => {
  const emails = system.tenants[0]?.users.flatMap(({ role, email }) => (role === 'driver' ? [email] : [])) ?? [];
  const [from, to] = await Promise.all([signIn(emails[0] ?? ''), signIn(emails[1] ?? '')]);
  for (const driver of [from, to]) {
    await byId(driver, 'nothing-new').waitFor();
    await driver.page.locator('[data-testid="connection"][data-state="live"]').waitFor();
    await unread(driver, 0);
    expect(new URL(driver.page.url()).pathname).toBe('/');
  }
  const loadsBefore = [from.loads(), to.loads()];

  const van = await vehicleWithDevice(ours, 'Blue van');
  const assigned = await ours('POST', `vehicles/${van.vehicleId}/driver`, { body: { driver: from.email } });
  expect(assigned.status).toBe(200);
  const body = { toDriver: to.email, deviceId: van.deviceId };
  expect((await ours('POST', `vehicles/${van.vehicleId}/hand-over`, { body })).status).toBe(202);

  await unread(from, 1);
  await unread(to, 1);
  await rows(from).filter({ hasText: 'Blue van was handed over' }).waitFor();
  await rows(to).filter({ hasText: 'You drive Blue van now' }).waitFor();
  await byId(to, 'notification-news').filter({ hasText: 'You drive Blue van now' }).waitFor({ state: 'attached' });
  expect([from.loads(), to.loads()]).toEqual(loadsBefore);
  await screenshot(to.page, 'driver');

  const accepted = Promise.all([from, to].map(({ page }) => page.waitForResponse(/\/read$/)));
  await rows(to).click();
  await unread(to, 0);
  await to.page.getByText('It was handed over to you.').waitFor();

  await byId(from, 'notification-bell').click();
  await byId(from, 'notification-popover').locator('[data-testid="mark-all-as-read"]').click();
  await unread(from, 0);
  await accepted;

  for (const driver of [from, to]) {
    await driver.page.reload();
    await rows(driver).waitFor();
    await unread(driver, 0);
    expect([...driver.calls].filter((call) => !EXPECTED.test(call))).toEqual([]);
  }
}, 120_000);
