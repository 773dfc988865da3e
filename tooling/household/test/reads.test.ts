import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Household, startHousehold } from '../src/household.js';
import type { Step } from '../src/request.js';

/** Everything that is answered from what was pushed. */
const READS: readonly Step[] = [
  { tool: 'loxone_overview', args: {} },
  { tool: 'loxone_overview', args: { detail: 'full' } },
  { tool: 'loxone_search', args: {} },
  { tool: 'loxone_search', args: { query: 'kitchen light' } },
  { tool: 'loxone_get_state', args: { targets: [{ room: 'Living Room', all: true }] } },
  { tool: 'loxone_get_state', args: { targets: ['Garage Door', 'Dining Table'] } },
  { tool: 'loxone_describe_control', args: { targets: ['Living Room Lighting'] } },
  { tool: 'loxone_energy', args: {} },
  { tool: 'loxone_diagnostics', args: { section: 'connection' } },
];

describe('reading', () => {
  let household: Household;
  beforeAll(async () => {
    household = await startHousehold();
  });
  afterAll(() => household.stop());

  it.each(READS)('asks the Miniserver nothing: $tool $args', async (step) => {
    const before = household.simulator.commands.length;
    for (let times = 0; times < 20; times += 1) {
      const { isError, text } = await household.call(step);
      expect(isError, text).not.toBe(true);
    }
    const sent = household.simulator.commands.slice(before).map(({ command }) => command);
    // The connection keeps itself alive.
    expect(sent.filter((command) => command !== 'keepalive')).toEqual([]);
  });
});
