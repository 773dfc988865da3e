import { describe, expect, it } from 'vitest';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { type FakeDataOptions, fakeData } from './support/fake-data.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';

async function diagnose(section: string, options: FakeDataOptions = {}) {
  const data = fakeData(options);
  const result = await call(
    'loxone_diagnostics',
    { section },
    { home: testHouse(), ports: { data } },
  );
  return { ...result, data, items: result.structured.items as Record<string, unknown>[] };
}

describe('loxone_diagnostics', () => {
  it('tells how the connection is', async () => {
    const home = testHouse();
    home.current = { phase: 'live', since: NOW - 90_000 };
    const result = await call('loxone_diagnostics', {}, { home });
    expect(result.structured.facts).toEqual({
      phase: 'live',
      for_seconds: 90,
      sentence: 'The house is connected.',
      house: 'Test house',
      structure_version: '2026-01-01 00:00:00',
      devices: home.controls().length,
    });
  });

  it('works before anything is known of the house', async () => {
    const home = new FakeHome([]);
    home.current = {
      phase: 'connecting',
      since: NOW - 5000,
      problem: 'No route to the box',
      retryAt: NOW + 3000,
    };
    const result = await call('loxone_diagnostics', {}, { home });
    expect(result.isError).toBeUndefined();
    expect(result.structured.facts).toMatchObject({
      phase: 'connecting',
      retry_in_seconds: 3,
      devices: 0,
    });
    expect(result.text).toContain(
      'No route to the box. It has been connecting for 5 s. The next attempt is in 3 s.',
    );
  });

  it('counts only the devices that the caller sees', async () => {
    const principal = limitedTo({ devices: ['coffee'] });
    const result = await call('loxone_diagnostics', {}, { home: testHouse(), principal });
    expect(result.structured.facts).toMatchObject({ devices: 1 });
  });

  it('tells how the Miniserver is', async () => {
    const { structured, text } = await diagnose('system', {
      system: { firmware: '14.5', cpu: 12, memoryUsedKb: 5, localTime: '2026-01-01 10:00' },
    });
    expect(structured.facts).toEqual({
      firmware: '14.5',
      cpu: 12,
      memory_used_kb: 5,
      local_time: '2026-01-01 10:00',
    });
    expect(text).toBe(
      'Miniserver: firmware 14.5, cpu 12, memory used kb 5, local time 2026-01-01 10:00.',
    );
  });

  it('tells of devices, what is wrong first', async () => {
    const { structured, text, items } = await diagnose('devices', {
      devices: [
        { kind: 'Extension', name: 'Fine', online: true, batteryWeak: false, battery: 90 },
        {
          kind: 'Touch',
          name: 'Gone',
          place: 'Hall',
          online: false,
          batteryWeak: false,
          lastReceived: 'yesterday',
        },
        { kind: 'Air', name: 'Tired', batteryWeak: false, battery: 9, signal: '-80' },
        { kind: 'Branch', batteryWeak: false, errors: 3 },
      ],
    });
    expect(structured.facts).toEqual({ devices: 4, offline: 1, weak_battery: 1, with_errors: 1 });
    expect(text.split('\n')).toEqual([
      '4 devices: 1 offline, 1 with a weak battery, 1 with transmission errors.',
      'Gone [Hall] (Touch): offline, last heard of yesterday',
      'Tired (Air): weak battery (9 %)',
      'Branch (Branch): 3 transmission errors',
    ]);
    expect(items.map(({ name, kind }) => name ?? kind)).toEqual([
      'Gone',
      'Tired',
      'Branch',
      'Fine',
    ]);
    expect(items[1]).toEqual({
      kind: 'Air',
      name: 'Tired',
      signal: '-80',
      battery: 9,
      battery_weak: true,
    });
  });

  it('tells what of the structure could not be read', async () => {
    expect((await diagnose('problems')).text).toBe(
      'The structure of the house could be read completely.',
    );
    const home = testHouse();
    const info = home.info();
    home.info = () => ({
      ...info,
      problems: [{ field: 'controls.x.type', problem: 'must be text' }],
    });
    const result = await call('loxone_diagnostics', { section: 'problems' }, { home });
    expect(result.structured).toEqual({
      facts: { problems: 1 },
      items: [{ field: 'controls.x.type', problem: 'must be text' }],
    });
  });

  it('tells the messages, open ones first, then the newest', async () => {
    const message = (title: string, at: number, past: boolean) => ({
      id: title,
      title,
      at,
      past,
      about: [],
    });
    const { items, structured, text } = await diagnose('messages', {
      messages: [
        message('old', NOW - 2000, true),
        message('first', NOW - 9000, false),
        message('second', NOW, false),
      ],
    });
    expect(structured.facts).toEqual({ open: 2, messages: 3 });
    expect(items.map(({ text: one }) => one)).toEqual([
      'info: second',
      'info: first',
      'info: old; it is over',
    ]);
    expect(text).toContain('2027-01-15T08:00 info: second');
  });

  it('asks each once, and passes on why there is no answer', async () => {
    for (const section of ['system', 'devices', 'messages']) {
      const failure = { ok: false, code: 'refused', message: 'No right to that.' } as const;
      const { structured, data } = await diagnose(section, { failure });
      expect(structured.error).toMatchObject({ code: 'refused', message: 'No right to that.' });
      expect(data.asked).toEqual([section]);
      const without = await call('loxone_diagnostics', { section }, { home: testHouse() });
      expect(errorOf(without)?.code).toBe('not_supported');
    }
  });

  it.each(['system', 'devices', 'problems', 'messages'])(
    'tells %s only to who may see the whole house, and asks nobody for others',
    async (section) => {
      const data = fakeData({ system: {}, devices: [], messages: [] });
      const home = testHouse();
      for (const principal of [
        limitedTo({ devices: ['coffee'] }),
        limitedTo({ rooms: ['Küche'] }),
      ]) {
        const result = await call(
          'loxone_diagnostics',
          { section },
          { home, principal, ports: { data } },
        );
        expect(errorOf(result)?.code).toBe('not_allowed');
      }
      expect(data.asked).toEqual([]);
    },
  );

  it('counts a single hidden device as not the whole house', async () => {
    const data = fakeData({ devices: [] });
    const result = await call(
      'loxone_diagnostics',
      { section: 'devices' },
      {
        home: testHouse(),
        ports: { data },
        authorize: (_, action) =>
          action.targets?.some(({ id }) => id === 'gate') === true
            ? { allow: false, reason: 'denied' }
            : { allow: true },
      },
    );
    expect(errorOf(result)?.code).toBe('not_allowed');
  });
});
