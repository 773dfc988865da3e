import { isLoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../src/index.js';
import { decrypt } from './support/client-crypto.js';
import { connect, login, requestToken, subscribe } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { parse, RawSocket } from './support/raw-socket.js';
import { get, start } from './support/simulators.js';
import { readTables, readUntil } from './support/tables.js';

const OUT_OF_SERVICE = 5;

describe('faults', () => {
  it('reboot: announces it, closes, answers 503 for a while, and is back', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    simulator.faults.reboot({ downMs: 700 });
    expect((await talk.socket.message()).kind).toBe(OUT_OF_SERVICE);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
    const { status, body } = await get(simulator, 'jdev/cfg/apiKey', {});
    expect(status).toBe(503);
    expect(body).toContain('<errorcode>503</errorcode>');
    await expect(RawSocket.open(simulator.url)).rejects.toThrow('503');
    time.advance(700);
    expect((await get(simulator, 'jdev/cfg/apiKey', {})).status).toBe(200);
    const { granted } = await login(simulator);
    expect(granted.code).toBe(200);
  });

  it('reboot: a second one while it boots makes it wait longer', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const status = async (): Promise<number> => (await get(simulator, 'jdev/cfg/api', {})).status;
    simulator.faults.reboot({ downMs: 1000 });
    time.advance(600);
    simulator.faults.reboot({ downMs: 1000 });
    time.advance(600);
    expect(await status()).toBe(503);
    time.advance(400);
    expect(await status()).toBe(200);
    simulator.faults.reboot();
    simulator.faults.setBooting(false);
    expect(await status()).toBe(200);
    simulator.faults.setBooting(true);
    time.advance(5000);
    expect(await status()).toBe(503);
  });

  it('reboot: tokens survive it', async () => {
    const simulator = await start();
    const { token } = await login(simulator);
    simulator.faults.reboot({ downMs: 0 });
    await expect.poll(async () => (await get(simulator, 'jdev/cfg/api', {})).status).toBe(200);
    const talk = await connect(simulator, { mode: 'enc' });
    expect((await talk.ask(`authwithtoken/${token}/ada`)).code).toBe(200);
  });

  it('setBooting: 503 until it is switched off; open sockets stay', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.setBooting(true);
    expect((await get(simulator, 'data/LoxAPP3.json')).status).toBe(503);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    simulator.faults.setBooting(false);
    expect((await get(simulator, 'data/LoxAPP3.json')).status).toBe(200);
  });

  it('dropConnections: no closing handshake', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.dropConnections();
    expect(await talk.socket.closed).toMatchObject({ code: 1006 });
    await expect.poll(() => simulator.connections()).toBe(0);
  });

  it('rejectCredentials: right ones are refused too, and count towards the lock-out', async () => {
    const simulator = await start({ lockout: { failures: 3, seconds: 30 } });
    const { token } = await login(simulator);
    simulator.faults.rejectCredentials(true);
    expect((await get(simulator, 'jdev/cfg/mac')).status).toBe(401);
    const talk = await connect(simulator, { mode: 'enc' });
    expect((await requestToken(talk)).code).toBe(401);
    const other = await connect(simulator, { mode: 'enc' });
    expect((await other.ask(`authwithtoken/${token}/ada`)).code).toBe(401);
    expect((await get(simulator, 'jdev/cfg/api', {})).status).toBe(403);
    simulator.faults.rejectCredentials(false);
    expect((await get(simulator, 'jdev/cfg/api', {})).status).toBe(403);
  });

  it('swallowStates: commands are acknowledged and nothing is reported', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const lamp = simulator.house.control('Garage Light');
    simulator.faults.swallowStates(true);
    expect((await talk.ask(`jdev/sps/io/${lamp?.id}/on`)).value).toBe('1');
    time.advance(20);
    expect((await readTables(talk.socket)).kinds).toEqual([]);
    simulator.faults.swallowStates(false);
    await talk.ask(`jdev/sps/io/${lamp?.id}/off`);
    time.advance(20);
    expect([...(await readTables(talk.socket)).values.values()]).toEqual([0]);
  });

  it('replaceStructure: out of service, then another version and other states', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const { controls, ...rest } = createDemoHouse() as { controls: Record<string, object> };
    const few = Object.fromEntries(Object.entries(controls).slice(0, 3));
    simulator.faults.replaceStructure({
      ...rest,
      controls: few,
      lastModified: '2026-01-02 03:04:05',
    });
    expect((await talk.socket.message()).kind).toBe(OUT_OF_SERVICE);
    const again = await subscribe(simulator);
    const version = await again.ask('jdev/sps/LoxAPPversion3');
    expect(version.value).toBe('2026-01-02 03:04:05');
    expect(simulator.house.controls().length).toBeLessThan(12);
    expect(simulator.house.control('Garage Door')).toBeUndefined();
    expect(JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body).controls).toEqual(few);
  });

  it('replaceStructure: keeps the old one when the new one is broken', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const replace = (): void => simulator.faults.replaceStructure({ controls: {} });
    expect(replace).toThrowError(expect.objectContaining({ code: 'ERR_LOXONE_STRUCTURE_INVALID' }));
    expect(isLoxoneError(new TypeError('x'))).toBe(false);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).value).toBe('2025-03-21 18:30:00');
  });

  it('lockOut: 403 and close code 4003, both with the seconds that remain', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    simulator.faults.lockOut(38);
    const { status, body } = await get(simulator, 'data/LoxAPP3.json');
    expect(status).toBe(403);
    expect(body).toContain(
      '<errorcode>403</errorcode> <errordetail><errortext>Forbidden</errortext> ' +
        '<description>IP 127.0.0.1 temporarily blocked, too many failed login attempts;' +
        '</description> <remaining>38</remaining></errordetail>',
    );
    const socket = await RawSocket.open(simulator.url);
    expect(await socket.closed).toEqual({
      code: 4003,
      reason: 'Forbidden - IP 127.0.0.1 temporarily blocked, too many failed login attempts (38)',
    });
    time.advance(38_000);
    expect((await get(simulator, 'data/LoxAPP3.json')).status).toBe(200);
  });

  it('halfOpen: the connection stands, and nothing is answered', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    simulator.faults.halfOpen(true);
    talk.socket.send('keepalive');
    talk.socket.send(talk.wrap('jdev/sps/LoxAPPversion3'));
    await get(simulator, 'jdev/cfg/api', {});
    simulator.faults.halfOpen(false);
    talk.socket.send('keepalive');
    expect((await talk.socket.message()).kind).toBe(6);
    expect(simulator.commands.filter(({ command }) => command === 'keepalive')).toHaveLength(2);
  });

  it('estimateHeaders: an estimate with bit 0x80, then the exact header', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.estimateHeaders(true);
    talk.socket.send('data/LoxAPP3.json');
    const estimate = await talk.socket.frame();
    const exact = await talk.socket.frame();
    const payload = await talk.socket.frame();
    expect(estimate.bytes.subarray(0, 4).toString('hex')).toBe('03018000');
    expect(exact.bytes.subarray(0, 4).toString('hex')).toBe('03010000');
    expect(exact.bytes.readUInt32LE(4)).toBe(payload.bytes.length);
    expect(estimate.bytes.readUInt32LE(4)).toBeGreaterThanOrEqual(payload.bytes.length);
  });

  it('eventsBeforeAnswers: the state comes before the acknowledgement', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    simulator.faults.eventsBeforeAnswers(true);
    const lamp = simulator.house.control('Garage Light');
    talk.socket.send(talk.wrap(`jdev/sps/io/${lamp?.id}/on`));
    expect((await talk.socket.message()).kind).toBe(2);
    expect((await talk.socket.message()).kind).toBe(0);
  });

  it('encryptedEcho: classic commands are echoed encrypted, native ones are not', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.encryptedEcho(true);
    const { control } = await talk.ask('jdev/sps/LoxAPPversion3');
    const [, cipher = ''] = /^jdev\/sys\/enc\/(.*)$/.exec(control) ?? [];
    expect(decrypt(talk.session, cipher)).toBe('salt/aabb/jdev/sps/LoxAPPversion3');
    expect((await talk.ask('jdev/sys/getkey2/ada')).control).toBe('jdev/sys/getkey2/ada');
  });

  it('slowFiles: files wait, commands after them too, keepalives do not', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const { talk } = await login(simulator);
    simulator.faults.slowFiles(3000);
    for (const command of ['data/LoxAPP3.json', 'jdev/sys/getkey', 'keepalive'])
      talk.socket.send(command);
    expect((await talk.socket.message()).kind).toBe(6);
    time.advance(3000);
    expect((await talk.socket.message()).kind).toBe(1);
    expect((await talk.socket.message()).kind).toBe(0);
  });

  it('expireTokens: they let nobody in any more', async () => {
    const simulator = await start();
    const { token, talk } = await login(simulator);
    simulator.faults.expireTokens();
    const other = await connect(simulator, { mode: 'enc' });
    expect((await other.ask(`authwithtoken/${token}/ada`)).code).toBe(401);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
  });

  it('closeConnections: with any code of the box', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.closeConnections(4005);
    expect(await talk.socket.closed).toMatchObject({ code: 4005 });
  });

  it('sends a text that is cut short, and one that is no UTF-8', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    simulator.faults.sendTruncatedText();
    simulator.faults.sendInvalidText();
    const cut = (await talk.socket.messageOf(3)).payload?.bytes ?? Buffer.alloc(0);
    expect(cut.readUInt32LE(32)).toBeGreaterThan(cut.length - 36);
    const invalid = (await talk.socket.messageOf(3)).payload?.bytes ?? Buffer.alloc(0);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(invalid.subarray(36))).toThrow();
  });

  it('announceAndClose: a header whose payload never comes', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.announceAndClose();
    const { bytes } = await talk.socket.frame();
    expect(bytes.readUInt32LE(4)).toBe(2400);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
    await expect(talk.socket.frame()).rejects.toThrow('closed');
  });

  it('are over when they are switched off', async () => {
    const simulator = await start();
    for (const on of [true, false]) {
      simulator.faults.estimateHeaders(on);
      simulator.faults.eventsBeforeAnswers(on);
      simulator.faults.encryptedEcho(on);
      simulator.faults.slowFiles(on ? 1 : 0);
    }
    const talk = await subscribe(simulator);
    const { kinds } = await readUntil(talk.socket, (tables) => tables.kinds.length === 4);
    expect(kinds).toEqual([2, 3, 4, 7]);
    expect(parse(await talk.socket.request('jdev/sys/getkey')).control).toBe('dev/sys/getkey');
  });
});
