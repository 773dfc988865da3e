import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { NO_CHROMIUM, SIZES } from './support/browser.js';
import { HOSTILE, HOSTILE_TEXTS } from './support/hostile.js';
import { useRig } from './support/rig.js';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe.skipIf(NO_CHROMIUM !== undefined)('keys', () => {
  const rig = useRig();

  /** The last request of this kind, as the server saw it. */
  function lastSent(method: string, path: string) {
    return rig().server.seen.findLast((one) => one.method === method && one.path === path);
  }

  async function makeKey(page: Page, name: string): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByRole('radio', { name: 'operator' }).check();
    await button(page, 'Make the key').click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();
  }

  it('are made with everything that was chosen, and shown once', async () => {
    const { page } = await rig().openAt('/admin/keys');
    await page.getByRole('link', { name: 'New key' }).click();
    await page.getByLabel('Name').fill('Claude');
    await page.getByRole('radio', { name: 'custom' }).check();
    await page.getByRole('textbox', { name: 'Permissions' }).fill('risk:read,');
    await page.getByRole('combobox', { name: 'Rooms' }).fill('Living room');
    await page.getByRole('combobox', { name: 'Rooms' }).press('Enter');
    await page.getByRole('textbox', { name: 'Addresses' }).fill('192.168.1.0/24 nonsense');
    await page.getByRole('textbox', { name: 'Addresses' }).press('Enter');
    await page.getByText('This is no address').waitFor();
    await page.getByRole('textbox', { name: 'Addresses' }).fill('fd00::1');
    await page.getByRole('textbox', { name: 'Addresses' }).press('Enter');
    await page.getByRole('radio', { name: '30 days' }).check();
    await page.getByLabel('Test key').check();
    await button(page, 'Make the key').click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();

    const sent = lastSent('POST', '/keys');
    expect(sent?.csrf).toBe('token-1');
    expect(sent?.body).toMatchObject({
      name: 'Claude',
      role: 'custom',
      permissions: ['risk:read'],
      rooms: ['Living room'],
      addresses: ['192.168.1.0/24', 'fd00::1'],
      test: true,
    });
    const secret = await page.locator('.secret-text').textContent();
    expect(secret).toMatch(/^lmcp_test_custom_008_x{43}$/);
    await page.getByRole('tab', { name: 'Cursor' }).click();
    await page.getByText('~/.cursor/mcp.json').waitFor();

    await button(page, 'I have copied it').click();
    await page.getByRole('heading', { name: 'Claude' }).waitFor();
    expect(await page.content()).not.toContain('xxxxx');
    expect(
      await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
    ).not.toContain('lmcp_');
  });

  it('that are shown are not left without a question, by link or by Back', async () => {
    const { page } = await rig().openAt('/admin/keys');
    await page.getByRole('link', { name: 'New key' }).click();
    await makeKey(page, 'Claude');
    const dialog = page.getByRole('dialog', { name: 'Leave this screen?' });

    await page.getByRole('link', { name: 'Audit' }).click();
    await dialog.waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/keys/new');
    await button(page, 'Stay here').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('.secret-text').isVisible()).toBe(true);

    await page.goBack();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('.secret-text').isVisible()).toBe(true);
    expect(new URL(page.url()).pathname).toBe('/admin/keys/new');

    await page.getByRole('link', { name: 'Limits' }).click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('heading', { name: 'Limits', exact: true }).waitFor();
    expect(await page.locator('.secret-text').count()).toBe(0);
  });

  it('can be copied, also where the browser has no clipboard', async () => {
    const { page } = await rig().openAt('/admin/keys/new');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.addEventListener('copy', () => {
        const field = document.activeElement;
        if (field instanceof HTMLTextAreaElement) document.title = field.value;
      });
    });
    await makeKey(page, 'Claude');
    await button(page, 'Copy key').click();
    await button(page, 'Copied key').waitFor();
    expect(await page.title()).toMatch(/^lmcp_operator_008_x{43}$/);
  });

  it('say at the field what the server found wrong', async () => {
    const { page } = await rig().openAt('/admin/keys/new', { expected: /400/ });
    await page.getByLabel('Name').fill('taken');
    await page.getByRole('radio', { name: 'operator' }).check();
    await button(page, 'Make the key').click();
    await page.getByText('Must be another one.').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')))
      .toBe('true');
  });

  it('are changed: only what differs is sent, with the revision that was seen', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_device_003');
    await button(page, 'Edit').click();
    await page.getByLabel('Name').fill('Tablet');
    await button(page, 'Remove Kitchen').click();
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: 'Tablet' }).waitFor();
    expect(lastSent('PATCH', '/keys/lmcp_device_003')?.body).toEqual({
      name: 'Tablet',
      rooms: ['Living room'],
      revision: '1',
    });
  });

  it('that somebody else changes meanwhile are not overwritten unseen', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_operator_002');
    await button(page, 'Edit').click();
    await page.getByLabel('Name').fill('Mine');
    rig().server.keys.change('lmcp_operator_002', { name: 'Theirs', revision: '1' });
    await page.getByText('Somebody else changed this key meanwhile.').waitFor();
    expect(await button(page, 'Save').isDisabled()).toBe(true);
    await button(page, 'Go on with mine').click();
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    expect(lastSent('PATCH', '/keys/lmcp_operator_002')?.body).toMatchObject({ revision: '2' });
  });

  it('are disabled, enabled, revoked with a reason', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_operator_002');
    await button(page, 'Disable…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Key disabled').waitFor();
    await button(page, 'Enable…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await page.getByText('Key enabled').waitFor();
    await button(page, 'Revoke…').click();
    await page.getByLabel('Reason').fill(HOSTILE.script);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.locator('.note-bad', { hasText: HOSTILE.script }).waitFor();
    expect(lastSent('POST', '/keys/lmcp_operator_002/revoke')?.body).toEqual({
      reason: HOSTILE.script,
    });
    expect(await button(page, 'Edit').count()).toBe(0);
  });

  it('are rotated: the new one is shown, the old one goes on', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_operator_002');
    await button(page, 'Rotate…').click();
    await page.getByLabel('The old key goes on working for').selectOption('1 week');
    await button(page, 'Make the new key').click();
    await page.getByText('It replaces lmcp_operator_002').waitFor();
    expect(lastSent('POST', '/keys/lmcp_operator_002/rotate')?.body).toEqual({ overlapHours: 168 });
    await button(page, 'I have copied it').click();
    await page.getByRole('link', { name: 'lmcp_operator_008' }).waitFor();
  });

  it('are deleted only once the id was typed', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_device_003');
    await button(page, 'Delete…').click();
    await page.getByLabel(/^Type/).fill('lmcp_device_00');
    await page.keyboard.press('Enter');
    await page.getByText('This is not its id.').waitFor();
    expect(lastSent('DELETE', '/keys/lmcp_device_003')).toBeUndefined();
    await page.getByLabel(/^Type/).fill('lmcp_device_003');
    await page.keyboard.press('Enter');
    await page.getByText('Key deleted').waitFor();
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    expect(await page.getByText('Kitchen tablet').count()).toBe(0);
  });

  it('that cannot be deleted say why', async () => {
    const { page } = await rig().openAt('/admin/keys/lmcp_admin_001', { expected: /409/ });
    await button(page, 'Delete…').click();
    await page.getByLabel(/^Type/).fill('lmcp_admin_001');
    await page.keyboard.press('Enter');
    await page.getByText('The last admin key that works cannot be removed.').waitFor();
  });

  it('are found among 500, sorted and leafed through', async () => {
    rig().server.keys.addMany(500);
    const { page } = await rig().openAt('/admin/keys');
    await page.getByText('1–50 of 507').waitFor();
    await button(page, 'Next').click();
    await page.getByText('51–100 of 507').waitFor();
    await page.getByLabel('Search').fill('LAPTOP anna');
    await page.getByRole('link', { name: 'Claude on Anna’s laptop' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Role', { exact: true }).selectOption('device');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    await button(page, 'Key').click();
    expect(await page.locator('th[aria-sort="ascending"]').count()).toBe(1);
    expect(await page.locator('tbody tr a').allTextContents()).toEqual([
      'Kitchen tablet',
      'Lost tablet',
    ]);
  });

  it('come and go by themselves, also after the stream broke', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/keys', { expected: /ERR_|Failed to load/ });
    await page.getByText('Live', { exact: true }).waitFor();
    server.keys.add({ name: 'Made elsewhere', role: 'monitor' });
    await page.getByRole('link', { name: 'Made elsewhere' }).waitFor();
    server.dropStreams();
    server.keys.add({ name: 'Made meanwhile', role: 'monitor' });
    await page.getByRole('link', { name: 'Made meanwhile' }).waitFor();
    expect(server.streams).toBe(1);
  });

  it('are only shown where they cannot be changed', async () => {
    rig().server.keys.readOnly = 'they come from LOXONE_API_KEYS.';
    const { page } = await rig().openAt('/admin/keys');
    await page.getByText('Keys cannot be changed here: they come from LOXONE_API_KEYS.').waitFor();
    expect(await page.getByRole('link', { name: 'New key' }).count()).toBe(0);
    await page.goto('/admin/keys/lmcp_device_003');
    await page.getByText('Keys cannot be changed here').waitFor();
    expect(await button(page, /…$/).count()).toBe(0);
  });

  it('show everything that people typed as it stands', async () => {
    rig().server.keys.addHostile();
    const { page, faults } = await rig().openAt('/admin/keys');
    const names = await page.locator('tbody .cell-title').allTextContents();
    expect(names).toEqual(expect.arrayContaining([...HOSTILE_TEXTS]));
    for (const [index] of HOSTILE_TEXTS.entries()) {
      await page.goto(`/admin/keys/lmcp_custom_${String(index + 8).padStart(3, '0')}`);
      await page.locator('.taglist').first().waitFor();
      expect(await page.locator('h1').textContent()).toBe(HOSTILE_TEXTS[index]);
      expect(await page.locator('main img, main script, main svg svg, main b').count()).toBe(0);
      await page.locator('h1').hover();
    }
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    expect(await faults()).toEqual([]);
  });

  it('are reached on a phone by the menu', async () => {
    const { page } = await rig().openAt('/admin/limits', { size: SIZES.phone });
    expect(await page.getByRole('link', { name: 'Keys' }).count()).toBe(0);
    await button(page, 'Screens').click();
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Limits' }).count()).toBe(0);
    await page.getByLabel('Order').selectOption('By name');
    await expect
      .poll(() => page.locator('tbody .cell-title').first().textContent())
      .toBe('Claude on Anna’s laptop');
  });
});
