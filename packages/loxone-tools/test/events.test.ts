import { describe, expect, it } from 'vitest';
import { createJournal } from '../src/journal/create-journal.js';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { fakeData } from './support/fake-data.js';
import { testHouse } from './support/house.js';

const MINUTE = 60_000;

interface Event {
  readonly time: string;
  readonly text: string;
  readonly source: string;
  readonly id?: string;
}

/** A house in which something happened each minute up to now. */
function eventful() {
  const home = testHouse();
  let now = NOW - 5 * MINUTE;
  const journal = createJournal(home, { clock: { now: () => now } });
  const happen = (id: string, wire: Record<string, number | string>): void => {
    now += MINUTE;
    home.set(id, wire);
  };
  happen('coffee', { active: 1 });
  happen('blind', { position: 0.8 });
  happen('temperature', { value: 25 });
  happen('coffee', { active: 0 });
  return { home, journal };
}

async function events(
  args: Record<string, unknown>,
  more: { data?: ReturnType<typeof fakeData>; principal?: ReturnType<typeof limitedTo> } = {},
) {
  const { home, journal } = eventful();
  const { data = fakeData(), principal } = more;
  const result = await call('loxone_events', args, {
    home,
    ports: { journal, data },
    ...(principal !== undefined && { principal }),
  });
  return {
    result,
    texts: (result.structured.events as readonly Event[]).map(({ text }) => text),
    cursor: result.structured.next_cursor,
    remarks: result.structured.remarks,
  };
}

describe('loxone_events', () => {
  it('tells what happened in sentences, newest first', async () => {
    const { result, texts } = await events({});
    expect(texts).toEqual([
      'Coffee [Küche]: active off',
      'Temperature [Küche]: value 21.456 → 25',
      'Blind [Küche]: position 40 % → 80 % closed',
      'Coffee [Küche]: active on',
    ]);
    expect(result.structured).toMatchObject({ since: '2027-01-15T07:55' });
    expect(result.structured.events).toContainEqual({
      time: '2027-01-15T07:57',
      source: 'state',
      text: 'Blind [Küche]: position 40 % → 80 % closed',
      id: 'blind',
      state: 'position',
      value: 80,
    });
    expect(result.text.split('\n')[0]).toBe('2027-01-15T07:59 Coffee [Küche]: active off');
  });

  it.each([
    [{ target: 'Coffee' }, 2],
    [{ room: 'Küche' }, 4],
    [{ family: 'covers' }, 1],
    [{ type: 'Jalousie' }, 1],
    [{ type: 'switch' }, 2],
    [{ type: 'Gate' }, 0],
    [{ since: '-2min' }, 2],
    [{ target: 'Coffee', since: '-2min' }, 1],
  ])('takes only %j', async (args, count) => {
    expect((await events(args)).texts).toHaveLength(count);
  });

  it('comes in pages that new events do not shift', async () => {
    const { home, journal } = eventful();
    const page = async (cursor?: string) => {
      const args = { limit: 3, ...(cursor !== undefined && { cursor }) };
      const { structured } = await call('loxone_events', args, { home, ports: { journal } });
      return structured as unknown as { events: readonly Event[]; next_cursor?: string };
    };
    const first = await page();
    home.set('oven', { active: 1 });
    const second = await page(first.next_cursor);
    expect(first.events).toHaveLength(3);
    expect(second.events.map(({ text }) => text)).toEqual(['Coffee [Küche]: active on']);
    expect(second.next_cursor).toBeUndefined();
  });

  it('pages through events of the same moment, each once', async () => {
    const home = testHouse();
    const journal = {
      since: 0,
      read: () =>
        Array.from({ length: 7 }, (_, at) => ({
          sequence: 7 - at,
          at: 1000,
          control: 'coffee',
          state: 'active',
          before: false,
          value: at,
        })),
    };
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const args = { limit: 2, ...(cursor !== undefined && { cursor }) };
      const { structured } = await call('loxone_events', args, { home, ports: { journal } });
      seen.push(...(structured.events as { value: unknown }[]).map(({ value }) => value));
      cursor = structured.next_cursor;
    } while (cursor !== undefined && seen.length < 20);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('leaves out states that say nothing, unless the device is named', async () => {
    const home = testHouse();
    const entry = {
      sequence: 1,
      at: 5,
      control: 'blind',
      state: 'infoText',
      before: 'a',
      value: 'b',
    };
    const journal = { since: 0, read: () => [entry] };
    const all = await call('loxone_events', {}, { home, ports: { journal } });
    expect(all.structured.events).toEqual([]);
    expect(all.text).toContain('Nothing happened since');
    const named = await call('loxone_events', { target: 'blind' }, { home, ports: { journal } });
    expect(named.structured.events).toHaveLength(1);
  });

  it('adds messages and logs when asked, asking each once', async () => {
    const data = fakeData({
      messages: [
        {
          id: 'm',
          severity: 'warning',
          title: 'Low battery',
          affected: 'Touch',
          about: [],
          at: NOW - 30_000,
          past: true,
        },
      ],
      logs: { gate: [{ at: NOW - 10 * MINUTE, what: 'opened', by: 'Anna' }] },
    });
    const { texts } = await events({ include: ['messages', 'logs'] }, { data });
    expect(texts[0]).toBe('warning: Low battery; about Touch; it is over');
    expect(texts.at(-1)).toBe('Garage [Outside]: opened by Anna');
    expect(data.asked).toEqual(['messages', 'log gate']);
    const without = fakeData();
    await events({}, { data: without });
    expect(without.asked).toEqual([]);
  });

  it('says what could not be added, and gives the rest', async () => {
    const failure = { ok: false, code: 'offline', message: 'No connection.' } as const;
    const data = fakeData({ failure, logs: { gate: [] } });
    const { texts, remarks } = await events({ include: ['messages', 'logs'] }, { data });
    expect(texts).toHaveLength(4);
    expect(remarks).toEqual(['Messages: No connection.', 'Garage [Outside]: No connection.']);
  });

  it('shows a limited key its own devices, and no message of the house', async () => {
    const data = fakeData({ messages: [{ id: 'm', title: 'Secret', about: [], past: false }] });
    const principal = limitedTo({ devices: ['coffee'] });
    const { texts, remarks } = await events({ include: ['messages'] }, { data, principal });
    expect(texts).toEqual(['Coffee [Küche]: active off', 'Coffee [Küche]: active on']);
    expect(remarks).toEqual(['Messages are only for who may see the whole house.']);
    expect(data.asked).toEqual([]);
  });

  it.each([
    [{ target: 'Nonsense' }, 'unknown_device'],
    [{ room: 'Nonsense' }, 'unknown_room'],
    [{ family: 'nonsense' }, 'invalid_argument'],
    [{ since: 'nonsense' }, 'invalid_argument'],
    [{ cursor: 'nonsense' }, 'stale_cursor'],
    [{ limit: 0 }, 'out_of_range'],
  ])('refuses %j with %s', async (args, code) => {
    expect(errorOf((await events(args)).result)?.code).toBe(code);
  });
});
