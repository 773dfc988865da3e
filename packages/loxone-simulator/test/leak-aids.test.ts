import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../src/index.js';

describe('what tests of clients need', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({ user: 'u', password: 'p' });
  });

  afterEach(() => simulator.stop());

  const structure = async (): Promise<string> => {
    const headers = { authorization: `Basic ${btoa('u:p')}` };
    return (await fetch(`${simulator.url}/data/LoxAPP3.json`, { headers })).text();
  };

  it('a structure file that no client can read, for as long as it is wanted', async () => {
    simulator.faults.serveStructure('{"rooms":');
    expect(await structure()).toBe('{"rooms":');
    simulator.faults.serveStructure(undefined);
    expect(JSON.parse(await structure())).toHaveProperty('controls');
  });

  it('no token before a login', () => {
    expect(simulator.issuedTokens()).toEqual([]);
  });
});
