import type { ApprovalEntry } from '@gatehouse/admin-ui/wire';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './support/browser.js';
import { fakeApprovals } from './support/fake-approvals.js';
import { HOSTILE } from './support/hostile.js';
import { itLooksRight } from './support/looks.js';
import { Failure, openStage, type Reply, type Stage, untilLive } from './support/screens.js';

describe.skipIf(NO_CHROMIUM !== undefined)(
  `the approvals screen (${NO_CHROMIUM ?? 'in Chromium'})`,
  () => {
    let browser: Browser;
    let stage: Stage | undefined;
    let entries: ApprovalEntry[];
    let replies: Record<string, Reply>;

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(() => {
      const now = Date.now();
      // Tests take their time on a busy machine: what waits goes on waiting.
      entries = fakeApprovals(now).map((one) =>
        one.state === 'pending' ? { ...one, expiresAt: now + 600_000 } : one,
      );
      const decide =
        (state: 'approved' | 'refused'): Reply =>
        ({ path, body }) => {
          const id = path.split('/')[2] ?? '';
          const why = (body as { why?: string }).why;
          const decided = {
            by: 'lmcp_admin_001',
            at: Date.now(),
            ...(why === undefined ? {} : { why }),
          };
          entries = entries.map((one) => (one.id === id ? { ...one, state, decided } : one));
          return entries.find((one) => one.id === id);
        };
      replies = {
        '/approvals': () => entries,
        '/approvals/*/approve': decide('approved'),
        '/approvals/*/refuse': decide('refused'),
      };
    });
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
    });

    async function open(expected?: RegExp): Promise<Stage> {
      stage = await openStage(browser, {
        at: '/admin/approvals',
        replies,
        ...(expected === undefined ? {} : { expected }),
      });
      await untilLive(stage.page);
      return stage;
    }

    const decisions = ({ sent }: Stage) => sent.filter(({ method }) => method === 'POST');

    itLooksRight(
      () => browser,
      () => ({ at: '/admin/approvals', replies }),
      async ({ page }) => {
        await page.getByText(`${HOSTILE.svg} asks`).waitFor();
        await page.getByText('Nobody is at home.').waitFor();
      },
    );

    it('asks once more, word for word, before a door is opened', async () => {
      const now = await open();
      const { page } = now;
      const card = page.getByRole('article', { name: 'Kitchen tablet asks' });
      await card.getByText('left to decide').waitFor();
      await card.getByRole('button', { name: 'Approve' }).click();
      const dialog = page.getByRole('dialog', { name: 'Let this happen?' });
      await dialog.getByText('Open Front door [Hall]').waitFor();
      await dialog.getByText('Disarm Alarm system [House] for 2 minutes').waitFor();
      await dialog.getByText('opens doors or changes alarms').waitFor();
      expect(decisions(now)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(decisions(now)).toEqual([]);
      await card.getByRole('button', { name: 'Approve' }).click();
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Approved for Kitchen tablet').waitFor();
      await page.getByText('Approved, not done yet').waitFor();
      expect(await card.count()).toBe(0);
      expect(decisions(now).map(({ path }) => path)).toEqual(['/approvals/door0001/approve']);
    });

    it('approves at once what only moves devices', async () => {
      const now = await open();
      const card = now.page.getByRole('article', { name: `${HOSTILE.svg} asks` });
      await card.getByRole('button', { name: 'Approve' }).click();
      await card.waitFor({ state: 'detached' });
      expect(decisions(now).map(({ path }) => path)).toEqual(['/approvals/blind001/approve']);
      expect(await now.page.getByRole('dialog').count()).toBe(0);
    });

    it('refuses with a reason', async () => {
      const now = await open();
      const { page } = now;
      const card = page.getByRole('article', { name: 'Kitchen tablet asks' });
      await card.getByRole('button', { name: 'Refuse' }).click();
      const dialog = page.getByRole('dialog', { name: 'Refuse this?' });
      await dialog.getByLabel('Why').fill(`  ${HOSTILE.image} `);
      await page.keyboard.press('Enter');
      await page.getByText(HOSTILE.image, { exact: false }).last().waitFor();
      await card.waitFor({ state: 'detached' });
      expect(decisions(now)).toEqual([
        { method: 'POST', path: '/approvals/door0001/refuse', body: { why: HOSTILE.image } },
      ]);
      expect(await now.faults()).toEqual([]);
    });

    it('says why a decision was not taken', async () => {
      replies['/approvals/*/approve'] = () =>
        new Failure(403, 'Nobody approves their own request, by whichever of their keys.');
      const { page } = await open(/403/);
      const card = page.getByRole('article', { name: 'Kitchen tablet asks' });
      await card.getByRole('button', { name: 'Approve' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await dialog.getByText('Nobody approves their own request').waitFor();
      expect(await card.count()).toBe(1);
    });

    it('cannot be decided any more once its time has run out', async () => {
      entries = entries.map((one) =>
        one.id === 'blind001' ? { ...one, expiresAt: Date.now() + 6000 } : one,
      );
      const { page } = await open();
      const card = page.getByRole('article', { name: `${HOSTILE.svg} asks` });
      await card.getByText('Less than a minute left to decide.').waitFor({ state: 'attached' });
      await card.waitFor({ state: 'detached' });
      await page
        .locator('.decided-entry')
        .filter({ hasText: HOSTILE.svg })
        .getByText('Expired')
        .waitFor();
    });

    it('shows what comes while it is open', async () => {
      const waiting = entries;
      entries = entries.filter(({ state }) => state !== 'pending');
      const { page, server } = await open();
      await page.getByText('Nothing waits for you').waitFor();
      entries = waiting;
      server.tell({ type: 'changed', what: 'approvals' });
      await page.getByRole('heading', { name: 'Waiting (2)' }).waitFor();
    });
  },
);
