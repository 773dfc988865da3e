import { describe, expect, it } from 'vitest';
import { fold } from '../src/text/fold.js';
import { call, devicesOf, errorOf } from './support/call.js';
import { FakeHome } from './support/fake-home.js';
import { hasStructure, readStructure } from './support/structure.js';

const HOUSES = ['loxone-client-kotlin_sample-app.json', 'loxone-java_LoxAPP3.json'] as const;

describe.each(HOUSES)('%s, a real house (needs the shared data folder)', (file) => {
  const skip = !hasStructure(file);

  it.skipIf(skip)('is found whole, name by name, without its typing marks', async () => {
    const controls = readStructure(file);
    const home = new FakeHome(controls);
    expect(controls.length).toBeGreaterThan(5);
    for (const { id, name, room } of controls) {
      const plain = fold(name);
      if (plain === '') continue;
      const target = room === undefined ? plain : `${plain} [${fold(room.name)}]`;
      const result = await call('loxone_get_state', { targets: [target] }, { home });
      const ids = [
        ...devicesOf(result).map((device) => device.id),
        ...(errorOf(result)?.candidates ?? []).map((candidate) => candidate.id),
      ];
      const isOffered = ids.includes(id);
      expect(
        isOffered || errorOf(result)?.candidates?.length === 5,
        `${name}: ${result.text}`,
      ).toBe(true);
    }
  });

  it.skipIf(skip)('has each of its controls on exactly one page', async () => {
    const controls = readStructure(file);
    const home = new FakeHome(controls);
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const result = await call(
        'loxone_search',
        { limit: 50, ...(cursor !== undefined && { cursor }) },
        { home },
      );
      seen.push(...devicesOf(result).map(({ id }) => id));
      cursor = result.structured.next_cursor;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual(controls.map(({ id }) => id).sort());
  });
});

describe('the Czech house (needs the shared data folder)', () => {
  const [czech] = HOUSES;
  const skip = !hasStructure(czech);

  it.skipIf(skip).each([
    ['centrál osvětlení', 'CentralLightController'],
    ['central osvetleni', 'CentralLightController'],
    ['CENTRAL STINENI', 'CentralJalousie'],
  ])('finds %s first', async (query, type) => {
    const controls = readStructure(czech);
    const result = await call('loxone_search', { query }, { home: new FakeHome(controls) });
    const first = devicesOf(result)[0]?.id;
    expect(controls.find(({ id }) => id === first)?.type).toBe(type);
  });

  it.skipIf(skip)('understands the English word for what is called otherwise', async () => {
    const home = new FakeHome(readStructure(czech));
    const result = await call('loxone_search', { query: 'lights' }, { home });
    expect(devicesOf(result).map(({ name }) => name)).toContain('Centrál osvětlení');
  });

  it.skipIf(skip)('does not choose between its many controls of one name', async () => {
    const home = new FakeHome(readStructure(czech));
    const result = await call(
      'loxone_control_lights',
      { targets: ['notifikace povoleny'], action: 'on' },
      { home },
    );
    expect(errorOf(result)?.code).toBe('ambiguous_device');
    expect(home.executed).toEqual([]);
  });
});
