// `npm run screenshots`: the pictures of the page that the README shows. The server and its demo house
// are the real ones; what they show of a week is written beforehand, what they show of today is done.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { writeWeek } from './history.mjs';
import { liveADay, makeKeys, usersOf } from './household.mjs';
import { Owner } from './owner.mjs';
import { runDemo } from './running-demo.mjs';

const FOLDER = fileURLToPath(new URL('../../../../docs/screenshots/', import.meta.url));

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Each picture: where, how large, in which colours, and what must be there. */
const SHOTS = [
  { name: 'keys', path: '/admin/keys', size: DESKTOP, scheme: 'light', has: 'Wall display' },
  {
    name: 'house',
    path: '/admin/house',
    size: DESKTOP,
    scheme: 'dark',
    has: 'Living Room',
    act: openLivingRoom,
  },
  {
    name: 'activity',
    path: '/admin/activity?period=7d',
    size: DESKTOP,
    scheme: 'light',
    has: 'Requests',
  },
  {
    name: 'approvals-phone',
    path: '/admin/approvals',
    size: PHONE,
    scheme: 'light',
    has: 'Garage Door',
  },
  {
    name: 'house-phone',
    path: '/admin/house',
    size: PHONE,
    scheme: 'dark',
    has: 'Living Room',
    act: openLivingRoom,
  },
];

/** @param {import('playwright-core').Page} page */
async function openLivingRoom(page) {
  await page.getByLabel('Room', { exact: true }).selectOption('Living Room');
  await page.getByText('Sofa', { exact: true }).waitFor();
}

async function shoot(browser, owner, origin, { name, path, size, scheme, has, act }) {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Vienna',
  });
  await context.addCookies([owner.cookie]);
  const page = await context.newPage();
  await page.goto(path);
  await page.locator('main').getByText(has).and(page.locator(':visible')).first().waitFor();
  await act?.(page);
  await page.locator('.live-live').waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.loading') === null);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  await context.close();
}

/** `GATEHOUSE_CHROMIUM`, or a `chromium` on the PATH. */
function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = [process.env.GATEHOUSE_CHROMIUM, ...folders.map((one) => join(one, 'chromium'))];
  const found = files.find((file) => file !== undefined && existsSync(file));
  if (found === undefined) throw new TypeError('Chromium is needed: name it in GATEHOUSE_CHROMIUM');
  return found;
}

const home = await mkdtemp(join(tmpdir(), 'gatehouse-screenshots-'));
const executablePath = findChromium();
let demo = await runDemo(home);
try {
  const maker = new Owner(demo.origin);
  await maker.signIn(demo.link);
  const keys = await makeKeys(maker, Date.now());
  await demo.stop();
  await writeWeek(home, usersOf(keys), Date.now());
  demo = await runDemo(home);
  const owner = new Owner(demo.origin);
  await owner.signIn(demo.link);
  await liveADay(owner, keys);
  await mkdir(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    for (const shot of SHOTS) await shoot(browser, owner, demo.origin, shot);
  } finally {
    await browser.close();
  }
} finally {
  await demo.stop();
  await rm(home, { recursive: true, force: true });
}
