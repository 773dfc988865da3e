import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './support/browser.js';
import { fakeActivity, quietActivity } from './support/fake-activity.js';
import { HOSTILE } from './support/hostile.js';
import { itLooksRight } from './support/looks.js';
import { openStage, type Reply, type Stage } from './support/screens.js';

const DAY = 86_400_000;

describe.skipIf(NO_CHROMIUM !== undefined)(
  `the activity screen (${NO_CHROMIUM ?? 'in Chromium'})`,
  () => {
    let browser: Browser;
    let stage: Stage | undefined;
    let asked: URLSearchParams[];
    let replies: Record<string, Reply>;

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(() => {
      asked = [];
      replies = {
        '/activity': ({ query }) => {
          asked.push(query);
          return fakeActivity(query);
        },
      };
    });
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
    });

    async function open(at = '/admin/activity'): Promise<Stage> {
      stage = await openStage(browser, { at, replies });
      return stage;
    }

    const lengthAsked = (): number => {
      const last = asked.at(-1);
      return Number(last?.get('to')) - Number(last?.get('from'));
    };

    itLooksRight(
      () => browser,
      () => ({ at: '/admin/activity?by=key', replies }),
      async ({ page }) => {
        await page.getByText(HOSTILE.svg).first().waitFor();
        await page.locator('.chart-bar-denied').first().waitFor();
        await page.getByText('Values as a table').last().click();
        await page.getByRole('table', { name: 'Latency over time' }).waitFor();
      },
    );

    it('draws what happened, with axes that can be read', async () => {
      const { page } = await open();
      await page.locator('.chart-bar-answered').first().waitFor();
      expect(await page.locator('.chart-bar-answered').count()).toBeGreaterThan(80);
      const labels = await page.locator('.chart').first().locator('.chart-label').allTextContents();
      expect(labels[0]).toBe('0');
      expect(labels.slice(1).some((label) => /^\d\d:00$/.test(label))).toBe(true);
      const bars = await page.locator('.chart').first().locator('.chart-bar-answered').all();
      const [first, frame] = [
        await bars[1]?.boundingBox(),
        await page.locator('.chart-frame').first().boundingBox(),
      ];
      expect(first?.x).toBeGreaterThan(frame?.x ?? Number.NaN);
      expect((first?.y ?? 0) + (first?.height ?? 0)).toBeLessThan(
        (frame?.y ?? 0) + (frame?.height ?? 0),
      );
    });

    it('is read with the keyboard, moment by moment', async () => {
      const { page } = await open();
      const chart = page.getByRole('slider', { name: 'Requests' });
      await chart.focus();
      const whole = await chart.getAttribute('aria-valuetext');
      expect(whole).toMatch(/^[\d,]+ requests; most/);
      await page.keyboard.press('Home');
      const first = await chart.getAttribute('aria-valuetext');
      await page.keyboard.press('ArrowRight');
      const second = await chart.getAttribute('aria-valuetext');
      expect(first).toMatch(/^\d+ \w+, \d\d:\d\d–\d\d:\d\d: (no requests|\d+ answered)/);
      expect(second).not.toBe(first);
      expect(await chart.getAttribute('aria-valuenow')).toBe('1');
      expect(await page.locator('.chart-words').first().textContent()).toBe(second);
      expect(await page.locator('.chart-cursor').count()).toBe(1);
      await page.keyboard.press('Tab');
      expect(await page.locator('.chart-cursor').count()).toBe(0);
    });

    it('says what was where the pointer is', async () => {
      const { page } = await open();
      const frame = page.locator('.chart-frame').first();
      await frame.hover({ position: { x: 400, y: 100 } });
      const there = await page.locator('.chart-words').first().textContent();
      await frame.hover({ position: { x: 500, y: 100 } });
      await page.waitForFunction(
        (old) => document.querySelector('.chart-words')?.textContent !== old,
        there,
      );
      expect(there).toMatch(/answered|no requests/);
    });

    it('goes back as far as is chosen, and keeps it in the address', async () => {
      const { page } = await open();
      await page.locator('.chart-bar').first().waitFor();
      expect(lengthAsked()).toBe(DAY);
      await page.getByRole('button', { name: '30 days' }).click();
      await page.getByText('One step is 6 hours.').waitFor();
      expect(lengthAsked()).toBe(30 * DAY);
      expect(new URL(page.url()).search).toBe('?period=30d');
      await page.reload();
      await page.getByText('One step is 6 hours.').waitFor();
      expect(await page.getByRole('button', { name: '30 days' }).getAttribute('aria-pressed')).toBe(
        'true',
      );
    });

    it('leads from a key to its tools, and back', async () => {
      const { page } = await open();
      await page.getByRole('link', { name: 'Kitchen tablet' }).click();
      await page.getByRole('heading', { name: 'By tool' }).waitFor();
      await page.getByRole('link', { name: 'loxone_device' }).waitFor();
      expect(asked.at(-1)?.get('key')).toBe('lmcp_operator_004');
      expect(asked.at(-1)?.get('by')).toBe('tool');
      await page.getByRole('button', { name: /Only key lmcp_operator_004/ }).click();
      await page.waitForURL((url) => !url.searchParams.has('key'));
      await page.getByRole('link', { name: 'loxone_device' }).waitFor();
      expect(asked.at(-1)?.has('key')).toBe(false);
    });

    it('sorts keys by what matters', async () => {
      const { page } = await open();
      const names = page.locator('tbody .cell-title');
      await names.first().waitFor();
      expect(await names.allTextContents()).toEqual(['Kitchen tablet', 'Owner', HOSTILE.svg]);
      await page.locator('th .sort').first().click();
      expect(await names.allTextContents()).toEqual([HOSTILE.svg, 'Kitchen tablet', 'Owner']);
    });

    it('has all values in a table', async () => {
      const { page } = await open();
      await page.getByText('Values as a table').first().click();
      const table = page.getByRole('table', { name: 'Requests over time' });
      await table.waitFor();
      expect(await table.locator('tbody tr').count()).toBeGreaterThan(80);
    });

    it('says so where nothing has happened', async () => {
      replies['/activity'] = ({ query }) => quietActivity(query);
      const { page } = await open();
      await page.getByText('Nobody has asked anything').waitFor();
      await page.getByText('No requests in this period.').waitFor();
      await page.getByText('Nothing was answered in this period.').waitFor();
      expect(await page.locator('.chart-bar').count()).toBe(3);
    });
  },
);
