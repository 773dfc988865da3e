import { describe, expect, it } from 'vitest';
import { TOOLS } from './support/call.js';
import { listed, tokensOf } from './support/tokens.js';

const ACTING = [
  'loxone_control_device',
  'loxone_activate_scene',
  'loxone_batch',
  'loxone_control_access',
];

describe('the tools for devices, scenes, batches and doors', () => {
  it('cost an assistant at most 1,500 tokens (o200k) together', () => {
    const tools = TOOLS.filter(({ name }) => ACTING.includes(name));
    const costs = tools.map((tool) => tokensOf(listed(tool)));
    expect(costs).toHaveLength(ACTING.length);
    const sum = costs.reduce((total, cost) => total + cost, 0);
    expect(sum, costs.join(' + ')).toBeLessThanOrEqual(1500);
  });
});
