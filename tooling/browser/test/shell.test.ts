import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { NO_CHROMIUM, SIZES } from './support/browser.js';
import { HOSTILE } from './support/hostile.js';
import { useRig } from './support/rig.js';

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
}

describe.skipIf(NO_CHROMIUM !== undefined)('the page', () => {
  const rig = useRig();

  it('is used by keyboard alone: skip link, screens, dialogs', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_device_003');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the screen');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    const link = page.getByRole('link', { name: 'Connections' });
    await link.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Connections');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await page.title()).toBe('Connections · Gatehouse');

    const end = page.getByRole('button', { name: 'End Claude on Anna’s laptop' });
    await end.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'End this connection?' });
    await dialog.waitFor();
    for (let index = 0; index < 8; index += 1) {
      await page.keyboard.press('Tab');
      const isOutside = await page.evaluate(
        () =>
          document.activeElement !== document.body &&
          document.activeElement?.closest('dialog') === null,
      );
      expect(isOutside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('End Claude on Anna’s laptop');
  });

  it('leaves the focus where it was moved to while the screen was loading', async () => {
    const { page } = await rig().openAt('/admin/connections');
    const held: Route[] = [];
    await page.route('**/admin/api/keys', (route) => void held.push(route));
    await page.goto('/admin/keys/lmcp_device_003');
    await page.getByRole('heading', { name: 'Key', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the screen');
    await Promise.all(held.map((route) => route.continue()));
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    expect(await focused(page)).toBe('Skip to the screen');
  });

  it('ends a connection, and names the one that asks', async () => {
    const { page } = await rig().openAt('/admin/connections');
    await page.getByText('1 assistant, 1 browser, 1 event stream.').waitFor();
    await page.getByText('this one').waitFor();
    await page.getByRole('button', { name: `End ${HOSTILE.image}` }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('Connection ended').waitFor();
    await page.getByText('1 assistant, 1 browser.').waitFor();
    expect(rig().server.connections.map(({ id }) => id)).toEqual(['c1', 'c2']);
  });

  it('lifts a lock', async () => {
    const { page } = await rig().openAt('/admin/limits');
    await page.getByRole('button', { name: `Unlock ${HOSTILE.svg}` }).click();
    await page.getByText('Unlocked').waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: 'Unlock address 203.0.113.7' }).click();
    await page.getByText('Nobody is locked out').waitFor();
  });

  it('searches the settings, and puts the worst finding first', async () => {
    const { page } = await rig().openAt('/admin/system');
    await page.getByText('2 of 3 could be better.').waitFor();
    expect(await page.locator('.finding .badge').allTextContents()).toEqual([
      'Problem',
      'Warning',
      'Good',
    ]);
    await page.getByLabel('Search in settings').fill('password');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByText('environment variable LOXONE_PASS').waitFor();
  });

  it('takes other colours, and keeps them', async () => {
    const { page } = await rig().openAt('/admin/limits', { scheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    const theme = page.getByRole('button', { name: /^Colours/ });
    await theme.click();
    expect(await ground()).toBe(light);
    await theme.click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.locator('h1').waitFor();
    expect(await ground()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'dark' });
    await theme.click();
    expect(await ground()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).toBe(light);
  });

  it.each([
    [403, 'not-allowed', 'Your key may not see this.'],
    [500, 'internal', 'Something went wrong.'],
    [503, 'audit-unavailable', 'The trail cannot be written.'],
  ])('says why there is nothing to see: %d', async (status, code, detail) => {
    const { server } = rig();
    server.broken.set('GET /limits', { status, body: { code, detail, needs: 'admin:limits' } });
    const { page } = await rig().openAt('/admin/limits', { expected: new RegExp(`${status}`) });
    await page.getByText(detail).waitFor();
    await page.getByText('Needed: admin:limits').waitFor();
    server.broken.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Limits in force').waitFor();
    expect(await page.getByText(detail).count()).toBe(0);
  });

  it('has targets for fingers: 44 pixels, but for links in text', async () => {
    for (const path of ['/admin/keys', '/admin/keys/lmcp_device_003', '/admin/connections']) {
      const { page } = await rig().openAt(path, { size: SIZES.phone });
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, a.button, .nav-link, input, select')]
          .filter((one) => one.checkVisibility() && !one.matches('.check input, .choice input'))
          .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML }))
          .filter(({ box }) => box.height < 44 || box.width < 44)
          .map(({ html }) => html),
      );
      expect(small).toEqual([]);
    }
  });

  it('counts what waits for the owner in the navigation', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/limits');
    await page.getByRole('link', { name: /^Approvals.*1 waits$/ }).waitFor();
    server.approvals = [];
    server.tell({ type: 'changed', what: 'approvals' });
    await page.getByRole('link', { name: 'Approvals', exact: true }).waitFor();
  });
});
