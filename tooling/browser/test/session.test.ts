import { describe, expect, it } from 'vitest';
import { NO_CHROMIUM } from './support/browser.js';
import { GOOD_CODE, GOOD_KEY } from './support/fake-server.js';
import { useRig } from './support/rig.js';

/** Chromium notes each answer of status 4xx on the console. */
const REFUSED = /status of 40[13]/;

describe.skipIf(NO_CHROMIUM !== undefined)('the session', () => {
  const rig = useRig();

  it('begins with a key, at the screen that was asked for', async () => {
    const { page } = await rig().open({ expected: REFUSED });
    await page.goto('/admin/limits');
    await page.getByLabel('Admin key').fill(` ${GOOD_KEY}\n`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Limits', exact: true }).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  it('begins with the code of a link, which leaves the address bar at once', async () => {
    const { page } = await rig().open({ expected: REFUSED });
    await page.goto(`/admin/sign-in#code=${GOOD_CODE}`);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    expect(page.url()).toBe(`${rig().origin}/admin/keys`);
    const sent = rig().server.seen.filter(({ method }) => method === 'POST');
    expect(sent.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/session', body: { code: GOOD_CODE } },
    ]);
    await page.goBack();
    expect(page.url()).not.toContain('code');
  });

  it('takes the code out of the address also when it is no good, and says so', async () => {
    const { page } = await rig().open({ expected: REFUSED });
    await page.goto('/admin/sign-in#code=old');
    await page.getByText('This link was used already').first().waitFor();
    expect(page.url()).toBe(`${rig().origin}/admin/sign-in`);
  });

  it('does not begin with a wrong key, and says how long a lock lasts', async () => {
    const { page } = await rig().open({ expected: /status of 4/ });
    await page.goto('/admin/keys');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Paste a key first.').first().waitFor();
    await page.getByLabel('Admin key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('This key lets nobody in').first().waitFor();
    await page.getByLabel('Admin key').fill('locked');
    await page.keyboard.press('Enter');
    await page.getByText('Try again in 90 seconds').first().waitFor();
    expect(await page.getByLabel('Admin key').getAttribute('type')).toBe('password');
  });

  it('that has ended asks to sign in, and goes on where one was', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/keys/lmcp_device_003', { expected: REFUSED });
    server.hasSession = false;
    server.tell({ type: 'changed', what: 'keys' });
    await page.getByText('Your session has ended').waitFor();
    expect(await page.getByText('Kitchen tablet').count()).toBe(0);
    await page.getByLabel('Admin key').fill(GOOD_KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kitchen tablet' }).waitFor();
  });

  it('that ends while somebody types gives back what they typed', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/keys/new', { expected: REFUSED });
    await page.getByLabel('Name').fill('Typed before the end');
    await page.getByRole('radio', { name: 'operator' }).check();
    server.hasSession = false;
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('Admin key').fill(GOOD_KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New key' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Typed before the end');
    expect(await page.getByRole('radio', { name: 'operator' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Your new key' }).waitFor();
  });

  it('that ends while a key is edited goes on with the edit, once', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/keys/lmcp_device_003', { expected: REFUSED });
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill('Typed before the end');
    server.hasSession = false;
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('Admin key').fill(GOOD_KEY);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Typed before the end');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Kitchen tablet');
  });

  it('that ended on the other side is noticed when its stream is refused', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/system', { expected: REFUSED });
    await page.locator('.live-live').waitFor({ state: 'attached' });
    server.hasSession = false;
    server.dropStreams();
    await page.getByText('Your session has ended').waitFor();
  });

  it('ends with signing out, and its stream with it', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/keys');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(server.hasSession).toBe(false);
    await expect.poll(() => server.streams).toBe(0);
  });

  it('goes on when another tab has signed in anew', async () => {
    const { server } = rig();
    const { page } = await rig().openAt('/admin/limits', { expected: REFUSED });
    server.csrfToken = 'token-2';
    await page.getByRole('button', { name: 'Unlock address 203.0.113.7' }).click();
    await page.getByText('Unlocked').waitFor();
    const tokens = server.seen
      .filter(({ path }) => path === '/limits/unlock')
      .map(({ csrf }) => csrf);
    expect(tokens).toEqual(['token-1', 'token-2']);
  });

  it('says that the server does not answer, and tries again', async () => {
    const { page } = await rig().open({ expected: /Failed to load/ });
    let isDown = true;
    await page.route('**/admin/api/session', (route) =>
      isDown ? route.abort() : route.continue(),
    );
    await page.goto('/admin/keys');
    await page.getByText('The server does not answer.').waitFor();
    isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
