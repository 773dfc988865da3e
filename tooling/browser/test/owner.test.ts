import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  NO_CHROMIUM,
  openTab,
  SIZES,
  sidewaysOverflow,
  startBrowser,
  type Tab,
} from './support/browser.js';
import { type Demo, startDemo } from './support/demo.js';

/** What Chromium notes on the console of refusals, and of a server that is away. */
const EXPECTED = /status of 40[13]|Failed to load|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/;

describe.skipIf(NO_CHROMIUM !== undefined)('an owner at the real server', () => {
  let browser: Browser;
  let demo: Demo;
  let tab: Tab;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    demo = await startDemo();
  });
  afterEach(async () => {
    const faults = await tab.faults();
    await tab.context.close();
    await demo.stop();
    expect(faults).toEqual([]);
  });

  async function open(size: keyof typeof SIZES): Promise<Page> {
    tab = await openTab(browser, { origin: demo.origin, expected: EXPECTED, size: SIZES[size] });
    await tab.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await tab.page.goto(demo.link);
    await tab.page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    await tab.page.locator('.live-live').waitFor({ state: 'attached' });
    return tab.page;
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const inDialog = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true });

  async function newKey(page: Page, name: string, role: string): Promise<void> {
    await page.goto('/admin/keys/new');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('radio', { name: role }).check();
    await page.getByRole('radio', { name: '30 days' }).check();
  }

  async function addTag(page: Page, label: string, value: string): Promise<void> {
    const input = page.getByLabel(label).and(page.locator('.tags-input'));
    await input.fill(value);
    await input.press('Enter');
    await button(page, `Remove ${value}`).waitFor();
  }

  /** @returns the key itself, from the screen that shows it once. */
  async function makeIt(page: Page): Promise<string> {
    await button(page, 'Make the key').click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();
    return (await page.locator('.secret-text').textContent()) ?? '';
  }

  function use(key: string, path: string, method = 'GET'): Promise<Response> {
    const headers = { 'X-API-Key': key, 'Content-Type': 'application/json' };
    const body = method === 'GET' ? {} : { body: '{}' };
    return fetch(`${demo.origin}/api${path}`, { method, headers, ...body });
  }

  /** Each failure has to wait longer than the one before; the server says for how long. */
  async function failUntilLocked(wrong: string): Promise<void> {
    for (let wait = 0; wait < 60; ) {
      await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
      const { headers } = await use(wrong, '/rooms');
      wait = Number(headers.get('retry-after') ?? 0);
    }
  }

  it.each(['phone', 'desktop'] as const)(
    'gives a key its reach, sees it used as it happens, disables, enables and deletes it (%s)',
    async (size) => {
      const page = await open(size);
      await newKey(page, 'Tablet', 'device');
      for (const [label, value] of [
        ['Rooms', 'Kitchen'],
        ['Devices', 'Reading Lamp'],
        ['Addresses', '127.0.0.1'],
      ] as const) {
        await addTag(page, label, value);
      }
      const secret = await makeIt(page);
      await button(page, /^Copy.*key/)
        .first()
        .click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
      expect(await sidewaysOverflow(page)).toBe(0);
      await button(page, 'I have copied it').click();
      await page.getByRole('heading', { name: 'Tablet' }).waitFor();
      for (const shown of ['Kitchen', 'Reading Lamp', '127.0.0.1']) {
        await page.getByText(shown, { exact: true }).first().waitFor();
      }

      const rooms = (await (await use(secret, '/rooms')).json()) as unknown;
      expect(JSON.stringify(rooms)).toContain('Kitchen');
      expect(JSON.stringify(rooms)).not.toContain('Garage');
      expect((await use(secret, '/devices/reading-lamp/on', 'POST')).status).toBe(200);
      await page.getByText('from 127.0.0.1').or(page.getByText('127.0.0.1')).first().waitFor();
      await page.getByText('just now').first().waitFor();
      await page.getByText('Allowed', { exact: true }).first().waitFor();

      await button(page, 'Disable…').click();
      await inDialog(page, 'Disable').click();
      await page.getByText('Disabled', { exact: true }).first().waitFor();
      expect((await use(secret, '/rooms')).status).toBe(401);
      await button(page, 'Enable…').click();
      await inDialog(page, 'Enable').click();
      await page.getByText('Active', { exact: true }).first().waitFor();
      expect((await use(secret, '/rooms')).status).toBe(200);

      await button(page, 'Delete…').click();
      const confirm = page.getByRole('dialog').getByRole('textbox');
      if ((await confirm.count()) > 0) await confirm.fill('lmcp_device_001');
      await inDialog(page, 'Delete').click();
      await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
      expect((await use(secret, '/rooms')).status).toBe(401);
    },
  );

  it('approves what a key asks for, refuses another time, and lifts a lock', async () => {
    const page = await open('phone');
    await newKey(page, 'At the door', 'custom');
    for (const permission of ['risk:read', 'risk:access', 'approve:access', 'rest:*']) {
      await addTag(page, 'Permissions', permission);
    }
    const secret = await makeIt(page);
    await button(page, 'I have copied it').click();
    await page.getByRole('heading', { name: 'At the door' }).waitFor();

    await page.goto('/admin/approvals');
    await page.locator('.live-live').waitFor({ state: 'attached' });
    await use(secret, '/devices/garage-door/open', 'POST');
    await page.getByText('At the door asks').waitFor();
    await button(page, 'Approve…').click();
    await inDialog(page, 'Approve').click();
    await page.getByText('Approved for At the door').waitFor();
    expect((await use(secret, '/devices/garage-door/open', 'POST')).status).toBe(200);

    await use(secret, '/devices/garage-door/close', 'POST');
    await page.getByText('At the door asks').waitFor();
    await button(page, 'Refuse…').click();
    await page.getByLabel('Why').fill('Not now');
    await inDialog(page, 'Refuse').click();
    await page.getByText('At the door asks').waitFor({ state: 'detached' });
    expect((await use(secret, '/devices/garage-door/close', 'POST')).ok).toBe(false);

    await page.goto('/admin/limits');
    await page.locator('.live-live').waitFor({ state: 'attached' });
    await page.getByText('Nobody is locked out').waitFor();
    await failUntilLocked(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`);
    await button(page, /^Unlock/)
      .first()
      .click();
    await page.getByText('Nobody is locked out').waitFor();
  });

  it('says that the server is away, and finds out by itself that it was started anew', async () => {
    const page = await open('desktop');
    await newKey(page, 'Typed before the end', 'monitor');
    await demo.halt();
    await page.getByText('Connection lost, trying again').waitFor();
    await button(page, 'Make the key').click();
    await page.getByText('The server does not answer').first().waitFor();
    const link = await demo.resume();

    // The new server knows no session: the page finds out by itself, without a click.
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('Your session has ended').waitFor();
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    await page.locator('.live-live').waitFor({ state: 'attached' });
  });

  it('works in two tabs, and signs out of both', async () => {
    const page = await open('desktop');
    const other = await tab.context.newPage();
    await other.goto('/admin/keys');
    await other.locator('.live-live').waitFor({ state: 'attached' });
    await newKey(page, 'Made in one tab', 'monitor');
    await makeIt(page);
    await other.getByRole('link', { name: 'Made in one tab' }).waitFor();
    await button(page, 'I have copied it').click();
    await page.getByRole('heading', { name: 'Made in one tab' }).waitFor();
    await button(page, 'Sign out').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('goes back and forward through the screens', async () => {
    const page = await open('phone');
    for (const path of ['house', 'activity', 'audit']) {
      await button(page, 'Screens').click();
      await page.getByRole('link', { name: new RegExp(`^${path}`, 'i') }).click();
      await page.getByRole('heading', { level: 1, name: new RegExp(`^${path}`, 'i') }).waitFor();
    }
    for (const name of ['Activity', 'House', 'Keys']) {
      await page.goBack();
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    }
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'House' }).waitFor();
    await page.locator('.room').first().waitFor();
  });
});
