import { describe, expect, it } from 'vitest';
import { covering } from '../src/batch/covering.js';
import type { Rehearsed } from '../src/command/step-frame.js';
import type { ConsentRequest } from '../src/ports/consent.js';

const agreed: Rehearsed = {
  tool: 'loxone_control_access',
  args: { targets: ['gate'], command: 'open', dry_run: true },
  risk: 'access',
  consent: 'confirm',
  devices: ['gate', 'gate2'],
  effects: [],
};
const asked: ConsentRequest = {
  kind: 'confirm',
  reason: 'policy',
  tool: 'loxone_control_access',
  risk: 'access',
  args: { command: 'open', targets: ['gate'] },
  devices: ['gate'],
  effects: [],
};

describe('the consent to a batch', () => {
  it('covers a step that was agreed to, once', async () => {
    const cover = covering([agreed], 'confirm');
    expect(await cover(asked)).toEqual({ given: true });
    expect(await cover(asked)).toEqual({ given: false, code: 'unavailable' });
  });

  it('covers two steps that are alike twice', async () => {
    const cover = covering([agreed, agreed], 'confirm');
    expect(
      [await cover(asked), await cover(asked), await cover(asked)].map((one) => one.given),
    ).toEqual([true, true, false]);
  });

  it.each([
    ['another tool', { tool: 'loxone_control_device' }],
    ['other arguments', { args: { targets: ['gate'], command: 'close' } }],
    ['further devices', { devices: ['gate', 'gate3'] }],
    ['a stricter question', { kind: 'approve' }],
    ['a higher risk', { risk: 'admin' }],
  ] as const)('does not cover %s', async (_what, change) => {
    const cover = covering([agreed], 'confirm');
    expect(await cover({ ...asked, ...change })).toEqual({ given: false, code: 'unavailable' });
  });

  it('covers nothing where nobody was asked', async () => {
    expect((await covering([agreed], undefined)(asked)).given).toBe(false);
  });

  it('covers a confirmation where the owner has approved', async () => {
    expect((await covering([agreed], 'approve')(asked)).given).toBe(true);
  });
});
