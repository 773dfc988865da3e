import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bound, bindingOf } from '../../src/consent/binding.js';

const BOUND: Bound = {
  principal: { id: 'mcp_admin_001', kind: 'key', revision: '7' },
  kind: 'approve',
  tool: 'open_door',
  args: { b: 1, a: ['x'] },
};

describe('bindingOf', () => {
  it('is SHA-256 over who wants to do what, pinned: requests in files are compared by it', () => {
    const text = '["approve","key","mcp_admin_001","7","open_door"]{"a":["x"],"b":1}';
    expect(bindingOf(BOUND)).toBe(createHash('sha256').update(text).digest('base64url'));
  });

  it('is another one for anything else, also where texts could run together', () => {
    const { principal } = BOUND;
    const others: Bound[] = [
      { ...BOUND, kind: 'confirm' },
      { ...BOUND, principal: { ...principal, kind: 'session' } },
      { ...BOUND, principal: { ...principal, id: 'mcp_admin_002' } },
      { ...BOUND, principal: { ...principal, revision: '8' } },
      { ...BOUND, principal: { ...principal, id: 'mcp_admin_001","7' } },
      { ...BOUND, tool: 'open_door"]{"a":["x"],"b":1}' },
      { ...BOUND, args: {} },
      { ...BOUND, args: [] },
      { ...BOUND, args: '' },
      { ...BOUND, args: '{"a":["x"],"b":1}' },
    ];
    const bindings = [BOUND, ...others].map(bindingOf);
    expect(new Set(bindings).size).toBe(bindings.length);
  });

  it('is the same for no arguments and null', () => {
    expect(bindingOf({ ...BOUND, args: undefined })).toBe(bindingOf({ ...BOUND, args: null }));
  });
});
