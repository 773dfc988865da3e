import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@gatehouse/core';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { houseFiles } from '@gatehouse/loxone-app';
import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AssembledHouse, assembleHouse } from '../../src/house/assemble-house.js';

const USER = 'assembly';
const PASSWORD = 'canary-assembly-password';

let directory: string;
let simulator: Simulator;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-house-'));
  simulator = await startSimulator({ user: USER, password: PASSWORD });
});

afterEach(async () => {
  await simulator.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function assembleAndStop(
  ring = createKeyRing({ current: generateMasterKey() }),
  use: (house: AssembledHouse) => Promise<void> = async () => undefined,
): Promise<void> {
  const house = await assembleHouse({
    access: { host: `127.0.0.1:${simulator.port}`, user: USER, password: PASSWORD, tls: false },
    logger: silentLogger,
    keeping: { files: houseFiles({ env: {}, configDir: directory }, undefined), ring },
  });
  try {
    await house.client.whenLive(AbortSignal.timeout(20_000));
    await use(house);
  } finally {
    await house.stop();
  }
}

/** Logins with the password, of which each gives a new token. */
function passwordLogins(): number {
  return simulator.commands.filter(({ command }) => /get(jwt|token)\//.test(command)).length;
}

function textOfFiles(): string {
  return readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('\n');
}

describe('what is kept of a house', () => {
  it('is its token, so that the password is used once', async () => {
    const ring = createKeyRing({ current: generateMasterKey() });
    await assembleAndStop(ring);
    expect(passwordLogins()).toBe(1);
    await assembleAndStop(ring);
    expect(passwordLogins()).toBe(1);
  });

  it('is sealed, for its owner only, and no token or password stands in a file', async () => {
    await assembleAndStop();
    const path = join(directory, 'loxone-token.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = textOfFiles();
    expect(text).toMatch(/enc:v1:/);
    for (const secret of [PASSWORD, ...simulator.issuedTokens()]) {
      expect(text).not.toContain(secret);
    }
  });

  it('does not open for another master key, and is left as it is', async () => {
    await assembleAndStop();
    const before = textOfFiles();
    await assembleAndStop();
    expect(textOfFiles()).toBe(before);
    expect(passwordLogins()).toBe(2);
  });

  it('are the scenes that were saved', async () => {
    const ring = createKeyRing({ current: generateMasterKey() });
    const steps = [{ tool: 'loxone_control_lights', args: { targets: ['x'], action: 'off' } }];
    await assembleAndStop(ring, async ({ ports }) => {
      const scene = { id: 'night', name: 'Night', steps, createdBy: 'tester' };
      await ports.scenes?.put(scene, undefined);
    });
    await assembleAndStop(ring, async ({ ports }) => {
      expect(await ports.scenes?.list()).toMatchObject([{ id: 'night', steps }]);
    });
  });
});
