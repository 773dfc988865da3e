import type { KeyStoreEvent } from '@gatehouse/core';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { keepTidy } from '../../src/consent/keep-tidy.js';
import { fakeKeys } from '../support/fake-keys.js';
import { manualTime } from '../support/manual-time.js';

function rig(list: () => Promise<never[]> = async () => []) {
  const time = manualTime();
  const logger = createRecordingLogger();
  const keys = fakeKeys();
  let looks = 0;
  const end = keepTidy({
    approvals: {
      list() {
        looks += 1;
        return list();
      },
    },
    keys,
    schedule: time.schedule,
    logger,
  });
  const changed: KeyStoreEvent = { type: 'deleted', id: 'x', origin: 'outside' };
  return { time, logger, keys, end, changed, looks: () => looks };
}

/** Lets everything go on that waits for nothing but its turn. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('keepTidy', () => {
  it('looks every minute, and as soon as a key changes', async () => {
    const { time, keys, changed, end, looks } = rig();
    await settled();
    expect(looks()).toBe(0);
    for (let minute = 1; minute <= 3; minute += 1) {
      time.advance(60_000);
      await settled();
      expect(looks()).toBe(minute);
    }
    keys.announce(changed);
    await settled();
    expect(looks()).toBe(4);
    await end();
  });

  it('goes on after a failure, and says what it was', async () => {
    const { time, logger, end, looks } = rig(() => Promise.reject(new RangeError('disk')));
    time.advance(60_000);
    await settled();
    time.advance(60_000);
    await settled();
    expect(looks()).toBe(2);
    expect(logger.messages('warn')).toHaveLength(2);
    await end();
  });

  it('ends when it is told, after what it is doing', async () => {
    let finish = (): void => undefined;
    const busy = new Promise<never[]>((resolve) => {
      finish = () => resolve([]);
    });
    const { time, keys, changed, end, looks } = rig(() => busy);
    time.advance(60_000);
    await settled();
    let ended = false;
    const ending = end().then(() => {
      ended = true;
    });
    await settled();
    expect(ended).toBe(false);
    finish();
    await ending;
    time.advance(600_000);
    keys.announce(changed);
    await settled();
    expect(looks()).toBe(1);
    expect(time.pending()).toBe(0);
    expect(keys.listeners()).toBe(0);
  });
});
