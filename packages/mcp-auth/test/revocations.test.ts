import { createRecordingLogger, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { onRevoked } from '../src/revocations.js';
import { type FakeKeys, fakeKeys } from './support/fake-keys.js';

const key = testPrincipal('monitor');
const logger = createRecordingLogger();

/** Lets everything that was started asynchronously come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function listen(keys: FakeKeys): { heard: string[]; stop: () => void } {
  const heard: string[] = [];
  return { heard, stop: onRevoked(keys, logger, (id) => heard.push(id)) };
}

describe('onRevoked', () => {
  it('hears of keys that let nobody in any more, and of no other change', async () => {
    const keys = fakeKeys(key);
    const { heard } = listen(keys);
    keys.put({ ...key, revision: '2' });
    keys.announce({ type: 'inserted', id: 'new', origin: 'self' });
    await settled();
    expect(heard).toEqual([]);
    keys.announce({ type: 'updated', id: 'disabled', origin: 'outside' });
    await settled();
    keys.remove(key.id);
    expect(heard).toEqual(['disabled', key.id]);
  });

  it('counts a key as revoked when nobody can tell', async () => {
    const keys = fakeKeys(key);
    keys.principal = () => Promise.reject(new RangeError('no store'));
    const { heard } = listen(keys);
    keys.announce({ type: 'updated', id: key.id, origin: 'self' });
    await settled();
    expect(heard).toEqual([key.id]);
    expect(logger.messages('warn')).toHaveLength(1);
  });

  it('hears nothing after its end, also of what was under way', async () => {
    const keys = fakeKeys();
    const { heard, stop } = listen(keys);
    keys.announce({ type: 'updated', id: 'gone', origin: 'self' });
    stop();
    await settled();
    expect(heard).toEqual([]);
    expect(keys.listeners()).toBe(0);
  });
});
