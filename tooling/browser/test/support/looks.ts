import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeFindings, sidewaysOverflow } from './browser.js';
import { openStage, type Stage, type StageOptions } from './screens.js';

const LOOKS = [
  { size: 'phone', scheme: 'light' },
  { size: 'phone', scheme: 'dark' },
  { size: 'desktop', scheme: 'light' },
  { size: 'desktop', scheme: 'dark' },
] as const;
/** The narrowest screen that is meant to do. */
const NARROWEST = { width: 320, height: 640 };

/**
 * Looks at a screen in every size and scheme: axe finds nothing, nothing sticks out, no script, no
 * foreign request, no violation of the policy.
 *
 * @param prepare - Waits for what there is to be seen, and opens what can be opened.
 */
export function itLooksRight(
  browser: () => Browser,
  options: () => StageOptions,
  prepare: (stage: Stage) => Promise<void>,
): void {
  for (const { size, scheme } of LOOKS) {
    it(`is without fault on a ${size}, ${scheme}`, async () => {
      const stage = await openStage(browser(), { ...options(), size, scheme });
      try {
        await prepare(stage);
        expect(await axeFindings(stage.page)).toEqual([]);
        if (size === 'phone') await stage.page.setViewportSize(NARROWEST);
        expect(await sidewaysOverflow(stage.page)).toBe(0);
        expect(await stage.faults()).toEqual([]);
      } finally {
        await stage.close();
      }
    });
  }
}
