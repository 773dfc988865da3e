import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings, NO_CHROMIUM, SIZES, sidewaysOverflow } from './support/browser.js';
import { type Rig, useRig } from './support/rig.js';

/** Where screenshots go; none are taken without it. */
const SHOTS = process.env['GATEHOUSE_SCREENSHOTS'];

interface ScreenCase {
  readonly name: string;
  readonly path: string;
  /** What brings the screen into the state that is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
  readonly arrange?: (rig: Rig) => void;
}

const SCREENS: readonly ScreenCase[] = [
  { name: 'keys', path: '/admin/keys' },
  {
    name: 'keys-hostile',
    path: '/admin/keys',
    arrange: ({ server }) => server.keys.addHostile(),
  },
  { name: 'keys-many', path: '/admin/keys', arrange: ({ server }) => server.keys.addMany(60) },
  { name: 'key', path: '/admin/keys/lmcp_device_003' },
  { name: 'key-revoked', path: '/admin/keys/lmcp_device_006' },
  {
    name: 'key-edit',
    path: '/admin/keys/lmcp_custom_007',
    act: (page) => page.getByRole('button', { name: 'Edit' }).click(),
  },
  {
    name: 'key-delete',
    path: '/admin/keys/lmcp_device_003',
    act: (page) => page.getByRole('button', { name: 'Delete…' }).click(),
  },
  {
    name: 'new-key',
    path: '/admin/keys/new',
    act: (page) => page.getByRole('button', { name: 'Make the key' }).click(),
  },
  {
    name: 'key-shown',
    path: '/admin/keys/new',
    act: async (page) => {
      await page.getByLabel('Name').fill('Claude');
      await page.getByRole('radio', { name: 'operator' }).check();
      await page.getByRole('button', { name: 'Make the key' }).click();
      await page.getByRole('heading', { name: 'Your new key' }).waitFor();
    },
  },
  { name: 'approvals', path: '/admin/approvals' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'house', path: '/admin/house' },
  { name: 'activity', path: '/admin/activity' },
  { name: 'connections', path: '/admin/connections' },
  { name: 'limits', path: '/admin/limits' },
  { name: 'system', path: '/admin/system' },
  { name: 'not-found', path: '/admin/nowhere' },
];

const LOOKS = (['phone', 'desktop'] as const).flatMap((size) =>
  (['light', 'dark'] as const).map((scheme) => ({ size, scheme })),
);

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Everything that is asked for has come. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.loading') === null);
}

describe.skipIf(NO_CHROMIUM !== undefined)('every screen, in both sizes and both colours', () => {
  const rig = useRig();

  /** All looks of what the page shows now. */
  async function lookAt(page: Page, name: string): Promise<readonly string[]> {
    const findings: string[] = [];
    for (const { size, scheme } of LOOKS) {
      await page.setViewportSize(SIZES[size]);
      await page.emulateMedia({ colorScheme: scheme });
      await shoot(page, `${name}-${size}-${scheme}`);
      const found = [...(await axeFindings(page))];
      const overflow = await sidewaysOverflow(page);
      if (overflow !== 0) found.push(`can be scrolled sideways by ${overflow} pixels`);
      findings.push(...found.map((one) => `${size}, ${scheme}: ${one}`));
    }
    await page.setViewportSize({ width: 320, height: 640 });
    const overflow = await sidewaysOverflow(page);
    if (overflow !== 0) findings.push(`at 320 pixels: sideways by ${overflow} pixels`);
    return findings;
  }

  it.each(SCREENS)(
    '$name',
    async ({ name, path, act, arrange }) => {
      arrange?.(rig());
      const { page } = await rig().openAt(path);
      await settled(page);
      await act?.(page);
      expect(await lookAt(page, name)).toEqual([]);
    },
    120_000,
  );

  it('sign-in', async () => {
    const { page } = await rig().open({ expected: /401/ });
    await page.goto('/admin/keys');
    await page.getByLabel('Admin key').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This key lets nobody in').first().waitFor();
    expect(await lookAt(page, 'sign-in')).toEqual([]);
  });
});
