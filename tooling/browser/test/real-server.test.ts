import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeFindings, NO_CHROMIUM, openTab, startBrowser } from './support/browser.js';
import { type Demo, startDemo } from './support/demo.js';
import { HOSTILE } from './support/hostile.js';

describe.skipIf(NO_CHROMIUM !== undefined)('the page before the real server', () => {
  let browser: Browser;
  let demo: Demo;

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
    await demo?.stop();
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const inDialog = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name });

  it('signs in by the link, makes, shows, changes, rotates and revokes a key, signs out', async () => {
    const { origin } = demo;
    const { page, context, faults } = await openTab(browser, { origin, expected: /status of 401/ });
    await page.goto(demo.link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    expect(page.url()).toBe(`${origin}/admin/keys`);
    await page.getByText('Live', { exact: true }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });

    await page.getByRole('link', { name: 'New key' }).click();
    await page.getByLabel('Name').fill(HOSTILE.image);
    await page.getByRole('radio', { name: 'operator' }).check();
    await page.getByRole('radio', { name: '30 days' }).check();
    await button(page, 'Make the key').click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();
    const secret = (await page.locator('.secret-text').textContent()) ?? '';
    expect(secret).toMatch(/^lmcp_operator_\d{3}_\w{40,}$/);
    const bearer = (key: string) =>
      fetch(`${origin}/api/rooms`, { headers: { Authorization: `Bearer ${key}` } });
    expect((await bearer(secret)).status).toBe(200);
    await button(page, 'I have copied it').click();
    await page.getByRole('heading', { name: HOSTILE.image }).waitFor();
    expect(await page.content()).not.toContain(secret);

    await button(page, 'Edit').click();
    await page.getByLabel('Name').fill('Renamed');
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: 'Renamed' }).waitFor();

    await button(page, 'Rotate…').click();
    await page
      .getByLabel('The old key goes on working for')
      .selectOption('Not at all: it ends now');
    await button(page, 'Make the new key').click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();
    const next = (await page.locator('.secret-text').textContent()) ?? '';
    expect((await bearer(next)).status).toBe(200);
    expect((await bearer(secret)).status).toBe(401);
    await button(page, 'I have copied it').click();
    await page
      .getByRole('link', { name: /^lmcp_operator_/ })
      .last()
      .click();

    await button(page, 'Revoke…').click();
    await page.getByLabel('Reason').fill('Test');
    await inDialog(page, 'Revoke').click();
    await page.locator('.note-bad', { hasText: 'Test' }).waitFor();
    expect((await bearer(next)).status).toBe(401);

    await button(page, 'Sign out').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const after = await context.request.get(`${origin}/admin/api/keys`);
    expect(after.status()).toBe(401);
    expect(await faults()).toEqual([]);

    await page.goto(demo.link);
    await page.getByText('This link was used already').first().waitFor();
    await context.close();
  });

  it('has words for every type of event that the server can record', async () => {
    const { origin } = demo;
    const { page, context } = await openTab(browser, { origin, expected: /status of 401/ });
    await page.goto(demo.link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    const answer = await context.request.get(`${origin}/admin/api/audit?limit=1`);
    const { types } = (await answer.json()) as { readonly types: readonly string[] };
    await page.goto('/admin/audit');
    const options = page.getByLabel('Event').locator('option');
    await options.nth(types.length).waitFor({ state: 'attached' });
    const labels = (await options.allTextContents()).slice(1).map((label) => label.trim());
    expect(labels).toHaveLength(types.length);
    expect(new Set(labels).size).toBe(types.length);
    for (const label of labels) expect(label).toMatch(/^[A-Z][a-z’ ]+ \([a-z.-]+\)$/);
    await context.close();
  });

  it('is without fault on every screen', async () => {
    const { origin } = demo;
    const { page, faults } = await openTab(browser, { origin, expected: /status of 401/ });
    await page.goto(demo.link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    const names = await page.locator('.nav-link > span:first-of-type').allTextContents();
    expect(names).toHaveLength(8);
    for (const name of names) {
      await page.getByRole('link', { name }).first().click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.waitForFunction(() => document.querySelector('.loading') === null);
      expect(await page.locator('.note-bad').allTextContents(), name).toEqual([]);
      expect(await axeFindings(page), name).toEqual([]);
    }
    expect(await faults()).toEqual([]);
  });
});
