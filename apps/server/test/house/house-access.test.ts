import { HOUSE_SETTINGS, resolveSettings, StartupError } from '@gatehouse/loxone-app';
import { createLoxoneClient } from '@gatehouse/loxone-client';
import { describe, expect, it } from 'vitest';
import { type HouseAccess, houseAccess } from '../../src/house/house-access.js';

const PIN = 'ab'.repeat(32);
const CA = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const BASE = { LOXONE_HOST: '192.168.1.10', LOXONE_USER: 'u', LOXONE_PASS: 'canary-password' };

function access(env: Readonly<Record<string, string>>): HouseAccess {
  const { values, problems } = resolveSettings(HOUSE_SETTINGS, {
    flags: {},
    env,
    readFile: () => '',
  });
  expect(problems).toEqual([]);
  return houseAccess(values);
}

function refusal(env: Readonly<Record<string, string>>): string {
  try {
    access(env);
  } catch (error) {
    if (error instanceof StartupError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new TypeError('it was accepted');
}

describe('what the settings say about the house', () => {
  it('names all that is missing, and what to write', () => {
    expect(refusal({})).toMatch(/LOXONE_HOST.*192\.168.*LOXONE_USER.*LOXONE_PASS.*demo/);
    expect(refusal({ LOXONE_HOST: 'box' })).not.toContain('LOXONE_HOST');
    expect(refusal({ LOXONE_HOST: 'box', LOXONE_PASS: 'p' })).toContain('Set LOXONE_USER.');
  });

  it('leaves out what nobody set', () => {
    expect(access(BASE)).toEqual({
      host: '192.168.1.10',
      user: 'u',
      password: 'canary-password',
    });
  });

  it('hands on serial number, visualisation password and the choice of TLS', () => {
    const env = { LOXONE_SERIAL: '504F94112134', LOXONE_VISU_PASS: '1234', LOXONE_TLS: 'auto' };
    expect(access({ ...BASE, ...env })).toMatchObject({
      serial: '504F94112134',
      visuPassword: '1234',
      tls: 'auto',
    });
    expect(access({ ...BASE, LOXONE_TLS: 'true' }).tls).toBe(true);
    expect(access({ ...BASE, LOXONE_TLS: 'false' }).tls).toBe(false);
  });

  it('a pin, or an authority of its own, asks for TLS by itself', () => {
    expect(access({ ...BASE, LOXONE_TLS_PIN: PIN }).tls).toEqual({ pin: [PIN] });
    expect(access({ ...BASE, LOXONE_TLS_PIN: PIN, LOXONE_TLS: 'true' }).tls).toEqual({
      pin: [PIN],
    });
    expect(access({ ...BASE, LOXONE_TLS_CA: CA }).tls).toEqual({ ca: CA });
  });

  it.each([
    [{ LOXONE_TLS_PIN: PIN, LOXONE_TLS_CA: CA }, /set one of them/],
    [{ LOXONE_TLS_PIN: PIN, LOXONE_TLS: 'false' }, /LOXONE_TLS is false.*LOXONE_TLS_PIN/],
    [{ LOXONE_TLS_PIN: PIN, LOXONE_TLS: 'auto' }, /LOXONE_TLS is auto.*LOXONE_TLS=true/],
    [{ LOXONE_TLS_CA: CA, LOXONE_TLS: 'false' }, /LOXONE_TLS_CA/],
    [{ LOXONE_HOST: '504F94112134', LOXONE_TLS: 'false' }, /to true or auto/],
    [{ LOXONE_HOST: 'http://box', LOXONE_TLS: 'true' }, /https:\/\//],
    [{ LOXONE_HOST: 'http://box', LOXONE_TLS_PIN: PIN }, /https:\/\//],
    [{ LOXONE_HOST: 'https://box', LOXONE_TLS: 'false' }, /remove LOXONE_TLS/],
  ])('says what contradicts itself and what to do: %o', (env, expected) => {
    const message = refusal({ ...BASE, ...env });
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/canary|abab|BEGIN/);
  });

  it('lists all contradictions at once', () => {
    const all = { LOXONE_HOST: 'http://box', LOXONE_TLS_PIN: PIN, LOXONE_TLS_CA: CA };
    expect(refusal({ ...BASE, ...all, LOXONE_TLS: 'false' }).split('\n')).toHaveLength(4);
  });

  it('lets nothing through that the client would refuse', () => {
    const hosts = [
      '192.168.1.10',
      'box:8080',
      '[::1]:80',
      'http://box',
      'https://box:8443',
      'ws://box',
      'wss://box/',
      '504F94112134',
      'https://dns.loxonecloud.com/504F94112134',
    ];
    const wishes = [{}, { LOXONE_TLS_PIN: PIN }, { LOXONE_TLS_CA: CA }];
    const choices = [undefined, 'true', 'false', 'auto'];
    let accepted = 0;
    for (const host of hosts) {
      for (const wish of wishes) {
        for (const choice of choices) {
          const env = { ...BASE, ...wish, LOXONE_HOST: host };
          const given = attempt(choice === undefined ? env : { ...env, LOXONE_TLS: choice });
          if (given === undefined) continue;
          expect(() => createLoxoneClient(given), `${host} ${choice}`).not.toThrow();
          accepted += 1;
        }
      }
    }
    expect(accepted).toBeGreaterThan(50);
  });
});

function attempt(env: Readonly<Record<string, string>>): HouseAccess | undefined {
  try {
    return access(env);
  } catch (error) {
    if (error instanceof StartupError) return undefined;
    throw error;
  }
}
