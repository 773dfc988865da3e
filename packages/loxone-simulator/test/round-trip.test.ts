import { describe, expect, it } from 'vitest';
import { withUuids } from '../src/house/loxone-ids.js';
import { createDemoHouse, createGeneratedHouse } from '../src/index.js';
import { HAS_SHARED_DATA, readShared, SHARED_DATA, structureFiles } from './support/shared-data.js';
import { get, start } from './support/simulators.js';

const HAND_MADE = /^homebridge\/|loxbuddy/;

async function served(structure: unknown): Promise<unknown> {
  const simulator = await start({ structure });
  return JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body);
}

describe('a structure file comes back as it was put in', () => {
  it('the demo house, and a generated one', async () => {
    for (const structure of [createDemoHouse(), createGeneratedHouse(300)]) {
      expect(await served(structure)).toEqual(structure);
      expect(await served(JSON.stringify(structure))).toEqual(structure);
    }
  });

  it('only the generation may change its type', async () => {
    const simulator = await start({ generation: 1 });
    const file = JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body);
    const expected = createDemoHouse() as { msInfo: object };
    expect(file).toEqual({ ...expected, msInfo: { ...expected.msInfo, miniserverType: 0 } });
  });

  describe.skipIf(!HAS_SHARED_DATA)(SHARED_DATA, () => {
    for (const path of structureFiles()) {
      it(path, async () => {
        const file = readShared(path);
        // Hand-made files have placeholders where a box has uuids; those of boxes have none.
        const expected = withUuids(file);
        if (!HAND_MADE.test(path)) expect(expected).toEqual(file);
        expect(await served(file)).toEqual(expected);
      });
    }
  });
});
