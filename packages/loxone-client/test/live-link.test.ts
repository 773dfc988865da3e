import { describe, expect, it } from 'vitest';
import { goLive, makeHarness } from './support/harness.js';
import { ID } from './support/house-file.js';

describe('client.link', () => {
  it('asks in plain words, or encrypted both ways', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    const { link } = harness.client;
    harness.server.script = (command) =>
      command.endsWith('numtasks') ? { code: 200, value: '7' } : 'normal';
    expect(await link.command('jdev/sys/numtasks')).toMatchObject({ code: 200, value: '7' });
    expect(harness.server.modes.get('jdev/sys/numtasks')).toBe('plain');
    expect(await link.command('jdev/sys/numtasks', { encrypted: true })).toMatchObject({
      value: '7',
    });
    expect(harness.server.modes.get('jdev/sys/numtasks')).toBe('fenc');
  });

  it('brings files as they are, byte by byte', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0, 1);
    harness.server.script = (command, socket) => {
      if (command !== 'icon.png') return 'normal';
      socket.header(1, bytes.length);
      socket.raw(bytes, true);
      return 'silence';
    };
    expect(await harness.client.link.file('icon.png')).toEqual(bytes);
    harness.server.script = () => ({ code: 404 });
    await expect(harness.client.link.file('gone.png')).rejects.toMatchObject({
      code: 'ERR_LOXONE_COMMAND_FAILED',
      details: { code: 404 },
    });
  });

  it('needs a live house', async () => {
    const { client } = makeHarness();
    const expected = { code: 'ERR_LOXONE_CONNECTION_LOST' };
    await expect(client.link.command('jdev/sys/cpu')).rejects.toMatchObject(expected);
    await expect(client.link.file('icon.svg')).rejects.toMatchObject(expected);
  });
});
