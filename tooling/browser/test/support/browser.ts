import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = require.resolve('axe-core/axe.min.js');

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is: `GATEHOUSE_CHROMIUM`, or a `chromium` on the PATH. */
export function findChromium(): string | undefined {
  const named = process.env['GATEHOUSE_CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
}

/** Why browser tests are skipped; undefined when they run. */
export const NO_CHROMIUM: string | undefined =
  findChromium() === undefined
    ? 'needs Chromium: install it, or name it in GATEHOUSE_CHROMIUM'
    : undefined;

/** Sizes that every screen is looked at in. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

/** Starts a browser of one's own. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    args: FLAGS,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}

/** A tab that notes everything that must not happen. */
export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to elsewhere, errors on the console, violations of the policy, acts of planted scripts. */
  faults(): Promise<readonly string[]>;
}

/** How a tab is opened. */
export interface TabOptions {
  /** The one origin that may be asked. */
  readonly origin: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** Errors on the console that the test itself brings about. */
  readonly expected?: RegExp;
}

/** Opens a tab in a context of its own. */
export async function openTab(browser: Browser, options: TabOptions): Promise<Tab> {
  const { origin, size = SIZES.desktop, scheme = 'light', expected } = options;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    baseURL: origin,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') faults.push(`request: ${url.href}`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = message.text();
    if (expected?.test(text) !== true) faults.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return {
    page,
    context,
    faults: async () => {
      const hacked = await page.evaluate(() => 'hacked' in window);
      return hacked ? [...faults, 'a planted script ran'] : faults;
    },
  };
}

/** @returns What axe finds wrong, one line for each, with the place. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Through the debugging protocol, which the policy of the page does not concern.
  await page.evaluate(`${readAxe()}; undefined`);
  const results = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResults;
  return results.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${violation.help}: ${node.target.join(' ')}: ${node.html.slice(0, 200)}`,
    ),
  );
}

let axeSource: string | undefined;

function readAxe(): string {
  axeSource ??= readFileSync(AXE, 'utf8');
  return axeSource;
}

/** @returns How far the page can be scrolled sideways, in pixels; 0 is right. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
