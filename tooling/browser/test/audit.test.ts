import type { AuditEntry } from '@gatehouse/admin-ui/wire';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './support/browser.js';
import { fakeTrail, recordOf, trailPage } from './support/fake-trail.js';
import { HOSTILE } from './support/hostile.js';
import { itLooksRight } from './support/looks.js';
import { Failure, openStage, type Reply, type Stage, untilLive } from './support/screens.js';

const COUNT = 250;

describe.skipIf(NO_CHROMIUM !== undefined)(
  `the audit screen (${NO_CHROMIUM ?? 'in Chromium'})`,
  () => {
    let browser: Browser;
    let stage: Stage | undefined;
    let trail: AuditEntry[];
    let asked: URLSearchParams[];
    let replies: Record<string, Reply>;

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(() => {
      trail = [...fakeTrail(COUNT, Date.now())];
      asked = [];
      replies = {
        '/audit': ({ query }) => {
          asked.push(query);
          return trailPage(trail, query);
        },
        '/audit/verify': () => ({ ok: true, count: COUNT, from: 1, to: COUNT }),
      };
    });
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
    });

    async function open(at = '/admin/audit', expected?: RegExp): Promise<Stage> {
      stage = await openStage(browser, {
        at,
        replies,
        ...(expected === undefined ? {} : { expected }),
      });
      await untilLive(stage.page);
      return stage;
    }

    /** Something happens, and all pages are told. */
    function happen(change: Partial<AuditEntry> = {}): AuditEntry {
      const record = { ...recordOf(trail.length + 1, Date.now()), ...change };
      trail.push(record);
      stage?.server.tell({ type: 'audit', record });
      return record;
    }

    const lines = (page: Page) => page.locator('.audit-line');

    itLooksRight(
      () => browser,
      () => ({ at: '/admin/audit', replies }),
      async ({ page }) => {
        await page.getByText('not a key').first().click();
        await page.getByText(HOSTILE.image).first().waitFor();
      },
    );

    it('shows the newest first, and older ones when they are called', async () => {
      const { page } = await open();
      expect(await lines(page).count()).toBe(100);
      const first = trail.at(-1);
      await lines(page).first().click();
      await page.getByText(`no. ${first?.sequence}`, { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Older records' }).click();
      await page.getByText('200 records shown').waitFor();
      expect(asked.at(-1)?.get('before')).toBe('151');
      await page.getByRole('button', { name: 'Older records' }).click();
      await page.getByText('This is where it begins.').waitFor();
      expect(await lines(page).count()).toBe(COUNT);
    });

    it('puts what happens on top at once while nobody reads', async () => {
      const { page } = await open();
      happen({ type: 'key.revoked', target: 'lmcp_device_042' });
      await lines(page).filter({ hasText: 'lmcp_device_042' }).waitFor();
      expect(await lines(page).first().textContent()).toContain('Key revoked');
      expect(await page.locator('.audit-new button').count()).toBe(0);
    });

    it('lets it wait while somebody reads further down', async () => {
      const { page } = await open();
      await page.mouse.wheel(0, 1500);
      await page.waitForFunction(() => window.scrollY > 500);
      happen({ target: 'lmcp_device_042' });
      happen({ target: 'lmcp_device_043' });
      await page.getByRole('button', { name: '2 new' }).waitFor();
      expect(await page.getByText('lmcp_device_042').count()).toBe(0);
      await page.getByRole('button', { name: '2 new' }).click();
      await page.getByText('lmcp_device_042').waitFor();
      expect(await lines(page).first().textContent()).toContain('lmcp_device_043');
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
    });

    it('lets it wait while details are open', async () => {
      const { page } = await open();
      await lines(page).nth(2).click();
      happen({ target: 'lmcp_device_042' });
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await page.getByText('lmcp_device_042').count()).toBe(0);
    });

    it('counts only what is looked for, and finds it', async () => {
      const { page } = await open('/admin/audit?outcome=denied');
      happen({ outcome: 'success', target: 'lmcp_device_041' });
      happen({ outcome: 'denied', target: 'lmcp_device_042' });
      await page.getByRole('button', { name: '1 new' }).click();
      await page.getByText('lmcp_device_042').waitFor();
      expect(await page.getByText('lmcp_device_041').count()).toBe(0);
    });

    it('keeps what is looked for in the address', async () => {
      const { page } = await open();
      await page.getByLabel('Search').fill('front & <door>');
      await page.getByText('No record fits').waitFor();
      expect(new URL(page.url()).searchParams.get('text')).toBe('front & <door>');
      expect(asked.at(-1)?.get('text')).toBe('front & <door>');
      await page.getByLabel('Search').fill('spots');
      await lines(page).first().waitFor();
      await page.getByLabel('Outcome').selectOption('Success');
      await page.getByLabel('Period').selectOption('The last 24 hours');
      await page.waitForURL(/text=spots.*outcome=success.*period=day|period=day/);
      await page.reload();
      await lines(page).first().waitFor();
      expect(await page.getByLabel('Search').inputValue()).toBe('spots');
      expect(await page.getByLabel('Period').inputValue()).toBe('day');
      const last = asked.at(-1);
      expect([last?.get('text'), last?.get('outcome')]).toEqual(['spots', 'success']);
      expect(Date.now() - Number(last?.get('from'))).toBeLessThan(24 * 3_600_000 + 60_000);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.waitForURL((url) => url.search === '');
      expect(await page.getByLabel('Search').inputValue()).toBe('');
    });

    it('leads from a record to all by its actor', async () => {
      const { page } = await open();
      await lines(page).filter({ hasText: 'lmcp_monitor_007' }).first().click();
      await page.getByRole('link', { name: 'All by this actor' }).click();
      await page.waitForURL(/actor=/);
      await page.waitForFunction(() => document.querySelector('.audit-loading') === null);
      const actor = new URL(page.url()).searchParams.get('actor');
      expect(asked.at(-1)?.get('actor')).toBe(actor);
      expect(await page.getByLabel('Actor').inputValue()).toBe(actor);
    });

    it('says in words what a check found', async () => {
      const { page } = await open();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('The trail is intact: 250 records').waitFor();
      replies['/audit/verify'] = () => ({
        ok: false,
        count: 7,
        from: 1,
        to: 7,
        problem: 'Record 5 was changed.',
      });
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('The trail is not intact. Record 5 was changed.').waitFor();
    });

    it('exports what is looked for', async () => {
      const { page } = await open('/admin/audit?outcome=denied&text=a%26b');
      for (const [name, format] of [
        ['CSV', 'csv'],
        ['JSON Lines', 'jsonl'],
      ]) {
        const link = page.getByRole('link', { name: `Export what is shown as ${name}` });
        const url = new URL((await link.getAttribute('href')) ?? '', 'http://x');
        expect(url.pathname).toBe('/admin/api/audit/export');
        expect(Object.fromEntries(url.searchParams)).toEqual({
          text: 'a&b',
          outcome: 'denied',
          format,
        });
      }
    });

    it('says what failed, and asks again', async () => {
      const works = replies['/audit'] ?? (() => undefined);
      replies['/audit'] = () => new Failure(503, 'The trail cannot be read just now.');
      const { page } = await open('/admin/audit', /503/);
      await page.getByText('The trail cannot be read just now.').waitFor();
      replies['/audit'] = works;
      await page.getByRole('button', { name: 'Try again' }).click();
      await lines(page).first().waitFor();
      expect(await page.getByText('cannot be read').count()).toBe(0);
    });

    it('reads again what it has missed while the stream was broken', async () => {
      const { page, server } = await open('/admin/audit', /ERR_|EventSource/);
      server.dropStreams();
      trail.push({ ...recordOf(trail.length + 1, Date.now()), target: 'lmcp_device_042' });
      await page.getByText('lmcp_device_042').waitFor();
    });
  },
);
