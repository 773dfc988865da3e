import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { NO_CHROMIUM, openTab, startBrowser, type Tab, type TabOptions } from './browser.js';
import { FakeServer, GOOD_KEY } from './fake-server.js';

/** What a test of the page works with. */
export interface Rig {
  readonly server: FakeServer;
  readonly origin: string;
  /** Opens a tab; after the test it must be without fault. */
  open(options?: Partial<TabOptions>): Promise<Tab>;
  /** Opens a tab in which somebody is signed in already, at a screen. */
  openAt(path: string, options?: Partial<TabOptions>): Promise<Tab>;
}

/** One browser for the file; a server and tabs of its own for each test. */
export function useRig(): () => Rig {
  let browser: Browser | undefined;
  let rig: Rig | undefined;
  let tabs: Tab[] = [];
  if (NO_CHROMIUM !== undefined) {
    process.stdout.write(`Skipped: a file of browser tests ${NO_CHROMIUM}.\n`);
    return () => {
      throw new TypeError(NO_CHROMIUM);
    };
  }

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    const server = new FakeServer();
    const origin = await server.start();
    const open: Rig['open'] = async (options = {}) => {
      if (browser === undefined) throw new TypeError('no browser');
      const tab = await openTab(browser, { origin, ...options });
      tabs.push(tab);
      return tab;
    };
    rig = {
      server,
      origin,
      open,
      openAt: async (path, options = {}) => {
        const tab = await open(options);
        await tab.context.request.post(`${origin}/admin/api/session`, { data: { key: GOOD_KEY } });
        await tab.page.goto(path);
        await tab.page.locator('h1').waitFor();
        return tab;
      },
    };
  });
  afterEach(async () => {
    const faults = (await Promise.all(tabs.map((tab) => tab.faults()))).flat();
    await Promise.all(tabs.map((tab) => tab.context.close()));
    tabs = [];
    await rig?.server.stop();
    rig = undefined;
    expect(faults).toEqual([]);
  });
  return () => {
    if (rig === undefined) throw new TypeError('the rig is there within tests only');
    return rig;
  };
}
