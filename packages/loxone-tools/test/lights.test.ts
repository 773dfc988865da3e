import { describe, expect, it } from 'vitest';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { testHouse } from './support/house.js';

const LIGHTS = 'loxone_control_lights';

describe('loxone_control_lights', () => {
  it('says what the house then reported', async () => {
    const home = testHouse();
    const args = { targets: ['Table lamp'], action: 'brightness', brightness: 45 };
    const result = await call(LIGHTS, args, { home });
    expect(result.isError).toBeUndefined();
    expect(result.text).toBe('Table lamp [Küche]: now 45 %');
    expect(itemsOf(result)).toEqual([
      {
        id: 'table',
        label: 'Table lamp [Küche]',
        outcome: 'changed',
        detail: 'now 45 %',
        state: '45 %',
      },
    ]);
  });
});
