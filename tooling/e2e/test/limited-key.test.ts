import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, textOf } from './support/server.js';

describe('a key for one room', () => {
  let rig: Rig;
  let client: Client;

  beforeAll(async () => {
    rig = await startRig();
    const key = await generateKey(rig.env, 'device', ['--rooms', 'Guest Room']);
    client = await connect(rig.server.url, key);
  });

  afterAll(async () => {
    await client.close();
    await rig.stop();
  });

  it('sees that room and nothing else of the house', async () => {
    const everything = await callTool(client, 'loxone_search', { limit: 100 });
    const text = textOf(everything) + JSON.stringify(everything.structuredContent);
    expect(text).toContain('Reading Lamp');
    for (const elsewhere of ['Kitchen', 'Dining', 'Garage', 'Living', 'Alarm']) {
      expect(text).not.toContain(elsewhere);
    }
  });

  it('operates what is in it', async () => {
    const result = await callTool(client, 'loxone_control_lights', {
      targets: ['Reading Lamp'],
      action: 'on',
    });
    expect(textOf(result)).toBe('Reading Lamp [Guest Room]: now on');
  });

  it('gets the same answer for a lamp of another room as for one that does not exist', async () => {
    const before = rig.house.controlCommands().length;
    const answers: string[] = [];
    for (const target of ['Dining Table', 'Dining Sofa']) {
      const result = await callTool(client, 'loxone_control_lights', {
        targets: [target],
        action: 'on',
      });
      expect(result.isError).toBe(true);
      answers.push(textOf(result));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(rig.house.controlCommands()).toHaveLength(before);
  });

  it('cannot move the house through a central control', async () => {
    const before = rig.house.controlCommands().length;
    for (const [tool, action] of [
      ['loxone_control_lights', 'off'],
      ['loxone_control_covers', 'open'],
    ] as const) {
      const target = tool === 'loxone_control_lights' ? 'All Lights' : 'All Blinds';
      const result = await callTool(client, tool, { targets: [target], action });
      expect(result.isError).toBe(true);
    }
    expect(rig.house.controlCommands()).toHaveLength(before);
  });
});
