import { describe, expect, it } from 'vitest';
import { RECORD_TOOLS } from '../src/toolsets/records.js';
import { limitedTo, monitor } from './support/authorize.js';
import { call, errorOf, everythingIn, TOOLS } from './support/call.js';
import { fakeData } from './support/fake-data.js';
import { testHouse } from './support/house.js';
import { listed, tokensOf } from './support/tokens.js';

const NAMES = [
  'loxone_history',
  'loxone_events',
  'loxone_energy',
  'loxone_weather',
  'loxone_diagnostics',
  'loxone_wait_for',
];

describe('the tools that tell what was and how the house is', () => {
  it('are these, and only read', () => {
    const tools = TOOLS.filter(({ name }) => NAMES.includes(name));
    expect(tools.map(({ name }) => name)).toEqual(NAMES);
    expect(RECORD_TOOLS).toHaveLength(NAMES.length);
    for (const { risk, annotations } of tools) {
      expect(risk).toBe('read');
      expect(annotations.readOnlyHint).toBe(true);
    }
  });

  it('cost an assistant at most 1,900 tokens', () => {
    const tools = TOOLS.filter(({ name }) => NAMES.includes(name));
    const tokens = tools.map((tool) => tokensOf(listed(tool)));
    expect(tokens.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1900);
  });

  it.each(NAMES)(
    '%s works for a monitor, without ports, and says what is missing',
    async (name) => {
      const args =
        name === 'loxone_history' || name === 'loxone_wait_for'
          ? { target: 'Temperature', timeout_ms: 0 }
          : {};
      if (name === 'loxone_history') delete (args as Record<string, unknown>).timeout_ms;
      const result = await call(name, args, { home: testHouse(), principal: monitor });
      const code = errorOf(result)?.code;
      expect([undefined, 'not_supported', 'timeout', 'nothing_selected']).toContain(code);
    },
  );

  it('says nothing of what a limited key does not see, whatever is asked', async () => {
    const principal = limitedTo({ devices: ['coffee'] });
    const data = fakeData({
      messages: [{ id: 'm', title: 'Blind is stuck', about: ['blind'], past: false }],
      devices: [{ kind: 'Touch', name: 'Blind motor', batteryWeak: false }],
      system: { firmware: '1' },
      logs: { blind: [{ at: 1, what: 'Blind opened' }] },
    });
    const home = testHouse();
    const journal = {
      since: 0,
      read: () => [
        { sequence: 1, at: 5, control: 'blind', state: 'position', before: 0, value: 50 },
      ],
    };
    const options = { home, principal, ports: { data, journal } };
    for (const [name, args] of [
      ['loxone_events', { include: ['messages', 'logs'] }],
      ['loxone_events', { target: 'blind' }],
      ['loxone_energy', {}],
      ['loxone_history', { target: 'blind' }],
      ['loxone_wait_for', { target: 'blind', timeout_ms: 0 }],
      ...['connection', 'system', 'devices', 'problems', 'messages'].map(
        (section) => ['loxone_diagnostics', { section }] as const,
      ),
    ] as const) {
      expect(everythingIn(await call(name, args, options))).not.toMatch(/Blind/);
    }
    expect(data.asked).toEqual([]);
  });
});
