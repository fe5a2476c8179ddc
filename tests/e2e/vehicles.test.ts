import type { Browser, Page } from 'playwright-core';
import { openBrowser, screenshot } from './support/browser.ts';
import { apiClient } from './support/client.ts';
import { startWholeSystem, type WholeSystem } from './support/whole-system.ts';

let system: WholeSystem;
let browser: Browser;
let page: Page;
const failures: string[] = [];

const byId = (id: string) => page.locator(`[data-testid="${id}"]`);
const field = (name: string) => byId('vehicle-form').locator(`[name="${name}"]`);
const history = (text: string) => byId('vehicle-history').locator('li', { hasText: text }).waitFor();
const confirm = async (reason: string) => {
  await byId('confirm').locator('textarea').fill(reason);
  await byId('confirm').locator('button[type="submit"]').click();
};
const record = async (reading: string) => {
  await byId('record-reading').click();
  await byId('reading-form').locator('[name="reading"]').fill(reading);
  await byId('reading-form').locator('button[type="submit"]').click();
};
const signIn = async (role: string, path: string) => {
  const email = system.tenants[0]?.users.find((user) => user.role === role)?.email ?? '';
  const query = `user=${encodeURIComponent(email)}&post_login_redirect_uri=${encodeURIComponent(path)}`;
  await page.goto(`${system.web}/.auth/login/aad?${query}`);
};

beforeAll(async () => {
  [system, browser] = await Promise.all([startWholeSystem(), openBrowser()]);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => failures.push(error.message));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it('takes a vehicle into the register, and says at its field what is wrong', async () => {
  await signIn('dispatcher', '/vehicles');
  await byId('register-vehicle').first().click();
  await field('name').fill('Blue van');
  await field('vin').fill('too short');
  await byId('save').click();
  await byId('vehicle-form').getByText('A VIN has 17 characters').waitFor();
  await field('vin').fill('');
  await field('plate').fill('K-WF 1');
  await byId('save').click();
  await page.locator('h1', { hasText: 'Blue van' }).waitFor();
  await history('Registered as Blue van');
}, 90_000);

it('does not overwrite what somebody else has changed meanwhile', async () => {
  await byId('edit-vehicle').click();
  await field('make').fill('Ford');
  const ours = apiClient(system.api, { 'x-api-key': system.tenants[0]?.apiKey ?? '' });
  const id = new URL(page.url()).pathname.split('/').pop();
  expect((await ours('PATCH', `vehicles/${id}`, { body: { colour: 'red' } })).status).toBe(200);
  await byId('save').click();
  await byId('reload').click();
  await byId('reload').waitFor({ state: 'detached' });
  expect(await field('colour').inputValue()).toBe('red');
  expect(await field('make').inputValue()).toBe('Ford');
  await byId('save').click();
  await byId('vehicle-form').waitFor({ state: 'detached' });
  await history('Make: Ford');
}, 90_000);

it('records a reading, and explains why another one does not count', async () => {
  await record('84,512');
  await byId('meter-odometer').filter({ hasText: '84,512 km' }).waitFor();
  await record('84,000');
  await byId('reading-void').getByText('the meter would have gone backwards').waitFor();
  expect(await byId('meter-odometer').textContent()).toBe('84,512 km');
  await screenshot(page, 'vehicle');
}, 90_000);

it('adds a paper that can be downloaded once it has passed', async () => {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const file = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('All is well.\n') };
  await byId('document-form').locator('input[type="file"]').setInputFiles(file);
  await byId('document-form').locator('button[type="submit"]').click();
  const link = byId('document').getByRole('link', { name: 'Download' });
  const downloads = page.waitForEvent('download');
  await link.click();
  expect((await downloads).suggestedFilename()).toBe('note.txt');
}, 90_000);

it('retires it with a reason, and brings it back', async () => {
  await byId('to-retired').click();
  await confirm('Worn out');
  await byId('to-reinstated').waitFor();
  expect(await byId('edit-vehicle').count()).toBe(0);
  await history('Retired: Worn out');
  await byId('to-reinstated').click();
  await confirm('It was another one');
  await byId('to-retired').waitFor();
}, 90_000);

it('imports a table: shows what it would do, does it, and hands back what could not be done', async () => {
  const rows = ['Name,Plate,Model year', 'Red truck,K-WF 2,2021', 'Green bus,K-WF 3,soon'];
  await byId('to-imports').click();
  const file = { name: 'fleet.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await byId('import-file').setInputFiles(file);
  await byId('import-check').click();
  await page.getByRole('table', { name: 'Rows that cannot be imported' }).getByText('soon').waitFor();
  await byId('import-run').click();
  await page.locator('[data-testid="import-run-state"][data-state="completed-with-errors"]').waitFor();
  const downloads = page.waitForEvent('download');
  await byId('import-errors').click();
  expect((await downloads).suggestedFilename()).toContain('fleet');
  await byId('to-vehicles').click();
  await page.locator('[data-testid^="register-row-"]', { hasText: 'Red truck' }).waitFor();
}, 90_000);

it('finds it in the register by its name, and offers a viewer nothing they may not do', async () => {
  await signIn('viewer', '/vehicles?search=Blue');
  await page.locator('[data-testid^="register-row-"]', { hasText: '84,512 km' }).waitFor();
  expect(await byId('register-vehicle').count()).toBe(0);
  await page.locator('[data-testid^="register-row-"] a').click();
  await history('Reinstated');
  for (const id of ['edit-vehicle', 'record-reading', 'to-retired']) expect(await byId(id).count()).toBe(0);
  expect(failures).toEqual([]);
}, 90_000);
