import { describe, expect, it } from 'vitest';
import { goLive, makeHarness } from './support/harness.js';
import { ID } from './support/house-file.js';

describe('a client', () => {
  it('goes live and knows the house', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 1 }];
    await goLive(harness);
    expect(harness.status()).toMatchObject({ phase: 'live' });
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ name: 'active', value: true }]);
    await harness.client.stop();
    expect(harness.time.armed).toBe(0);
  });
});
