import type { ActResult, HouseView } from '@gatehouse/admin-ui/wire';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CHROMIUM, startBrowser } from './support/browser.js';
import { fakeHouse, fakeHouseAs, largeHouse } from './support/fake-house.js';
import { HOSTILE } from './support/hostile.js';
import { itLooksRight } from './support/looks.js';
import { Failure, openStage, type Reply, type Stage, untilLive } from './support/screens.js';

describe.skipIf(NO_CHROMIUM !== undefined)(
  `the house screen (${NO_CHROMIUM ?? 'in Chromium'})`,
  () => {
    let browser: Browser;
    let stage: Stage | undefined;
    let house: HouseView;
    let replies: Record<string, Reply>;

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(() => {
      house = fakeHouse();
      replies = {
        '/house': ({ query }) => {
          const as = query.get('as');
          return as === null ? house : fakeHouseAs(as);
        },
        '/house/*/act': (): ActResult => ({ text: 'Ceiling is on now.', ok: true }),
      };
    });
    afterEach(async () => {
      await stage?.close();
      stage = undefined;
    });

    async function open(at = '/admin/house', expected?: RegExp): Promise<Stage> {
      stage = await openStage(browser, {
        at,
        replies,
        ...(expected === undefined ? {} : { expected }),
      });
      await untilLive(stage.page);
      await stage.page.locator('.room').first().waitFor();
      return stage;
    }

    const device = ({ page }: Stage, name: string) =>
      page
        .locator('.device')
        .filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });
    const acts = ({ sent }: Stage) =>
      sent.filter(({ method }) => method === 'POST').map(({ path, body }) => ({ path, body }));

    itLooksRight(
      () => browser,
      () => ({ at: '/admin/house', replies }),
      async ({ page }) => {
        await page.locator('.room-name').getByText(HOSTILE.script).waitFor();
        await page.getByText(HOSTILE.image).first().waitFor();
      },
    );

    it('follows the states as they change, sliders too', async () => {
      const now = await open();
      const lamp = device(now, 'Ceiling');
      await lamp.getByText('on, 40 %').waitFor();
      now.server.tell({
        type: 'control',
        control: { id: 'lamp', state: 'on, 75 %', values: { set: 75 } },
      });
      await lamp.getByText('on, 75 %').waitFor();
      await lamp.getByRole('slider').and(now.page.locator('[aria-valuetext="75 %"]')).waitFor();
      expect(await lamp.getByRole('slider').inputValue()).toBe('75');
      expect(
        await device(now, 'Spots over the worktop').getByText('off', { exact: true }).count(),
      ).toBe(1);
    });

    it('sends what a button says, and says what the house did', async () => {
      const now = await open();
      await device(now, 'Ceiling').getByRole('button', { name: 'On' }).click();
      await now.page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)).toEqual([{ path: '/house/lamp/act', body: { command: 'on' } }]);
    });

    it('sends a slider once it rests', async () => {
      const now = await open();
      const slider = device(now, 'Ceiling').getByRole('slider', { name: 'Brightness' });
      await slider.focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight'])
        await now.page.keyboard.press(key);
      await now.page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)).toEqual([
        { path: '/house/lamp/act', body: { command: 'set', args: { value: 43 } } },
      ]);
    });

    it('says that it does not know where a slider stands', async () => {
      const now = await open();
      const slider = device(now, 'Blind').getByRole('slider', { name: 'Position' });
      expect(await slider.getAttribute('aria-valuetext')).toBe('not known');
    });

    it('asks for a word where the house does, and sends nothing without it', async () => {
      replies['/house/*/act'] = ({ body }): ActResult =>
        (body as { confirmed?: boolean }).confirmed === true
          ? { text: 'Front door is open.', ok: true }
          : { text: 'Needs a word.', ok: false, needsConfirmation: ['Open Front door [Hall]'] };
      const now = await open();
      const { page } = now;
      const button = device(now, 'Front door').getByRole('button', { name: 'Open' });
      await button.click();
      const dialog = page.getByRole('dialog', { name: 'Do this with Front door?' });
      await dialog.getByText('Open Front door [Hall]').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(acts(now)).toHaveLength(1);
      await button.click();
      await dialog.getByRole('button', { name: 'Do it' }).click();
      await page.getByText('Front door is open.').waitFor();
      expect(acts(now).at(-1)).toEqual({
        path: '/house/door/act',
        body: { command: 'open', confirmed: true },
      });
    });

    it('says what was not done', async () => {
      replies['/house/*/act'] = (): ActResult => ({ text: 'Nothing has changed.', ok: false });
      const now = await open('/admin/house', /503/);
      await device(now, 'Ceiling').getByRole('button', { name: 'On' }).click();
      await now.page.getByRole('alert').getByText('Nothing has changed.').waitFor();
      replies['/house/*/act'] = () => new Failure(503, 'The house does not answer.');
      await device(now, 'Ceiling').getByRole('button', { name: 'Off' }).click();
      await now.page.getByRole('alert').getByText('The house does not answer.').waitFor();
    });

    it('keeps rarer commands behind a button', async () => {
      const now = await open();
      const blind = device(now, 'Blind');
      expect(await blind.getByRole('button', { name: 'Automatic on' }).count()).toBe(0);
      await blind.getByRole('button', { name: '2 more' }).click();
      await blind.getByRole('button', { name: 'Automatic on' }).click();
      await now.page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)[0]?.body).toEqual({ command: 'autoOn' });
    });

    it('offers moods by their names, and shows which one is active', async () => {
      const now = await open();
      const lighting = device(now, 'Lighting').getByRole('group', { name: 'Mood', exact: true });
      const names = lighting.getByRole('button');
      expect(await names.allTextContents()).toEqual([
        'Bright',
        'Dinner',
        'Film & popcorn',
        HOSTILE.script,
      ]);
      const pressed = lighting.getByRole('button', { pressed: true });
      expect(await pressed.allTextContents()).toEqual(['Dinner']);
      await lighting.getByRole('button', { name: 'Bright' }).click();
      await now.page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)).toEqual([
        { path: '/house/light/act', body: { command: 'set-mood', args: { mood: 1 } } },
      ]);
      now.server.tell({
        type: 'control',
        control: { id: 'light', state: 'mood Bright', values: { 'set-mood': 1 } },
      });
      await pressed.and(now.page.getByRole('button', { name: 'Bright' })).waitFor();
      expect(await pressed.count()).toBe(1);
      now.server.tell({
        type: 'control',
        control: { id: 'light', state: 'moods Bright + Dinner' },
      });
      await device(now, 'Lighting').getByText('moods Bright + Dinner').waitFor();
      expect(await pressed.count()).toBe(0);
    });

    it('sends a mood by keyboard', async () => {
      const now = await open();
      const { page } = now;
      const lighting = device(now, 'Lighting').getByRole('group', { name: 'Mood', exact: true });
      await lighting.getByRole('button', { name: 'Bright' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now).map(({ body }) => body)).toEqual([
        { command: 'set-mood', args: { mood: 3 } },
      ]);
    });

    it('sends one of many names once it is said to, not on the way to it', async () => {
      const now = await open();
      const { page } = now;
      const watering = device(now, 'Watering');
      const list = watering.getByLabel('Output', { exact: true });
      const set = watering.getByRole('button', { name: 'Set: Output' });
      expect(await set.isDisabled()).toBe(true);
      await list.focus();
      // By keyboard alone: each press changes the list, as it does where people scroll through it.
      await list.press('P');
      await page.waitForFunction(
        () =>
          document.activeElement instanceof HTMLSelectElement &&
          document.activeElement.value !== '',
      );
      expect(acts(now)).toEqual([]);
      await list.selectOption('Programme 12');
      expect(acts(now)).toEqual([]);
      await set.press('Enter');
      await page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)).toEqual([
        { path: '/house/radio/act', body: { command: 'select', args: { output: 12 } } },
      ]);
      now.server.tell({
        type: 'control',
        control: { id: 'radio', state: 'Programme 3', values: { select: 3 } },
      });
      await watering.getByText('Programme 3', { exact: true }).first().waitFor();
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLSelectElement>('.device-choice-listed select')?.value === '3',
      );
    });

    it('keeps rarer choices behind a button, as lists', async () => {
      const now = await open();
      const lighting = device(now, 'Lighting');
      await lighting.getByRole('button', { name: '3 more' }).click();
      await lighting.getByLabel('Add mood', { exact: true }).selectOption('Bright');
      await lighting.getByRole('button', { name: 'Set: Add mood' }).click();
      await now.page.getByText('Ceiling is on now.').waitFor();
      expect(acts(now)[0]?.body).toEqual({ command: 'add-mood', args: { mood: 1 } });
    });

    it('shows the house as a key sees it, without control', async () => {
      const now = await open();
      const { page } = now;
      // The keys come after the house: this waits for the first of them.
      const option = page.getByLabel('See as').locator('option:not([value=""])').first();
      const id = (await option.getAttribute('value')) ?? '';
      await page.getByLabel('See as').selectOption(id);
      await page.getByText('You see the house as Kitchen tablet (device) would.').waitFor();
      expect(new URL(page.url()).searchParams.get('as')).toBe(id);
      expect(await page.locator('.room').count()).toBe(1);
      expect(await page.locator('.device button, .device input').count()).toBe(0);
      await page.getByRole('button', { name: 'See it as yourself' }).click();
      await device(now, 'Front door').waitFor();
      expect(await page.getByText('You see the house as').count()).toBe(0);
    });

    it('finds devices by name, room and type', async () => {
      const now = await open();
      const { page } = now;
      await page.getByLabel('Search').fill('kuche lights');
      await page.getByText('2 devices in 1 room').waitFor();
      await page.getByLabel('Search').fill('no such thing');
      await page.getByText('No device fits').waitFor();
      await page.getByLabel('Search').fill('');
      await page.getByLabel('Room').selectOption('Hall');
      await page.getByText('2 devices in 1 room').waitFor();
      expect(await device(now, 'Front door').count()).toBe(1);
    });

    it('says when the Miniserver is away', async () => {
      house = { ...fakeHouse(), phase: 'connecting' };
      const { page } = await open();
      await page.getByText('The Miniserver is not connected just now (connecting).').waitFor();
    });

    it('stays usable with two thousand devices', async () => {
      house = largeHouse(2000);
      const now = await open();
      const { page } = now;
      await page.getByText('2,000 devices in 50 rooms').waitFor();
      expect(await page.locator('.device').count()).toBe(40);
      await page.getByRole('button', { name: 'Room 50' }).click();
      expect(await page.locator('.device').count()).toBe(80);
      await page.getByRole('button', { name: /^Room 1 / }).click();
      expect(await page.locator('.device').count()).toBe(40);
      await page.getByLabel('Search').fill('lamp');
      await page.getByText('1,000 devices in 50 rooms').waitFor();
      expect(await page.locator('.device').count()).toBeLessThanOrEqual(150);
      await page.getByLabel('Search').fill('lamp 1234');
      await page.getByText('1 device in 1 room').waitFor();
      now.server.tell({ type: 'control', control: { id: 'd-30-34', state: 'on, 99 %' } });
      await page.getByText('on, 99 %').waitFor();
    });
  },
);
