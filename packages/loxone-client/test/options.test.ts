import { describe, expect, it } from 'vitest';
import { type LoxoneClientOptions, resolveOptions } from '../src/options.js';

const BASE: LoxoneClientOptions = { host: 'box', user: 'admin', password: 'hunter2 is secret' };

/** Options as a JavaScript caller may get them wrong. */
function resolveWith(wrong: Readonly<Record<string, unknown>>): unknown {
  return resolveOptions({ ...BASE, ...wrong });
}

describe('resolveOptions', () => {
  it('fills in what is missing', () => {
    const settings = resolveOptions(BASE);
    expect(settings).toMatchObject({ host: 'box', encryptCommands: 'auto', serial: undefined });
    expect(settings.credentials.user).toBe('admin');
    expect(settings.clientName).toBe('Gatehouse');
    expect(settings.clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{16}$/);
    expect(settings.ports.clock.now()).toBeGreaterThan(1_600_000_000_000);
    expect(resolveOptions(BASE).clientId).not.toBe(settings.clientId);
    expect(settings.ports.logger.info('nothing')).toBeUndefined();
  });

  it('takes what is given', () => {
    const clientId = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';
    const settings = resolveOptions({ ...BASE, tls: true, clientId, clientName: 'Hall' });
    expect(settings).toMatchObject({ clientId, clientName: 'Hall' });
  });

  it.each([
    ['host', 7, TypeError],
    ['host', undefined, TypeError],
    ['host', '', RangeError],
    ['host', 'ftp://box', RangeError],
    ['host', 'http://box/path', RangeError],
    ['serial', '504F941121', RangeError],
    ['serial', 7, RangeError],
    ['visuPassword', '', RangeError],
    ['visuPassword', 7, TypeError],
    ['encryptCommands', 'sometimes', RangeError],
    ['tokenStore', { load: () => undefined }, TypeError],
    ['user', '', RangeError],
    ['user', null, TypeError],
    ['password', '', RangeError],
    ['password', 42, TypeError],
    ['tls', 'yes', TypeError],
    ['tls', null, TypeError],
    ['clientId', 'not-a-uuid', RangeError],
    ['clientId', 7, TypeError],
    ['clientName', '', RangeError],
    ['clientName', 'x'.repeat(65), RangeError],
    ['clientName', 5, TypeError],
    ['random', 'dice', TypeError],
    ['clock', 'noon', TypeError],
    ['clock', { now: 12 }, TypeError],
    ['timers', {}, TypeError],
    ['logger', { info: () => undefined }, TypeError],
    ['transport', { get: () => undefined }, TypeError],
  ])('refuses %s = %j', (name, value, kind) => {
    const attempt = (): unknown => resolveWith({ [name]: value });
    expect(attempt).toThrow(kind);
    expect(attempt).toThrow(new RegExp(`^options\\.${name} `));
    expect(attempt).not.toThrow(/hunter2/);
  });
});
