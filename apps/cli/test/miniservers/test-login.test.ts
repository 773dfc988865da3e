import { type Simulator, type SimulatorOptions, startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { certificatePlace } from '../../src/miniservers/certificate.js';
import { type CliResult, cliRig } from '../support.js';

const PASSWORD = 'canary-miniserver-password';

let simulator: Simulator | undefined;

afterEach(async () => {
  await simulator?.stop();
  simulator = undefined;
});

async function test(
  options: Partial<SimulatorOptions>,
  { password = PASSWORD, more = [] as string[], args = [] as string[] } = {},
): Promise<CliResult> {
  simulator = await startSimulator({ user: 'u', password: PASSWORD, ...options });
  const cli = cliRig({ PASS: password }, { now: () => Date.now() });
  const place = ['--host', `127.0.0.1:${simulator.port}`, '--user', 'u'];
  const from = ['--password-from', 'env:PASS'];
  await cli.run('miniserver', 'add', 'home', ...place, ...from, ...more);
  const result = await cli.run('miniserver', 'test', ...args);
  cli.remove();
  return result;
}

/** Attempts to log in with a password. */
function attempts(): number {
  return (simulator?.commands ?? []).filter(({ command }) => /get(jwt|token)\//.test(command))
    .length;
}

describe('loxone-mcp miniserver test', () => {
  it('says what answers, logs in once, and leaves no token behind', async () => {
    const result = await test({ firmware: '14.5.12.7' }, { args: ['home'] });
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toMatch(/^home at 127\.0\.0\.1:\d+\n/);
    expect(result.out).toMatch(/login: +accepted, as u\n/);
    expect(result.out).toMatch(/firmware: +14\.5\.12\.7\n/);
    expect(result.out).toMatch(/controls: +[1-9]\d*\n/);
    expect(result.out).toMatch(/clock: +as here\n/);
    expect(result.out).toMatch(/certificate: +not looked at/);
    expect(attempts()).toBe(1);
    expect(simulator?.commands.some(({ command }) => command.includes('killtoken'))).toBe(true);
    for (const secret of [PASSWORD, ...(simulator?.issuedTokens() ?? [])]) {
      expect(result.out + result.err).not.toContain(secret);
    }
  });

  it('tells how far the clock is off, and in which direction', async () => {
    const clock = { now: () => Date.now() + 3_600_000 };
    const ahead = await test({ clock, utcOffsetMinutes: 330 }, { args: ['--json'] });
    const { clock_ahead_seconds } = JSON.parse(ahead.out) as { clock_ahead_seconds: number };
    expect(Math.abs(clock_ahead_seconds - 3600)).toBeLessThan(120);
  });

  it('shows the certificate, which the pin then fits', async () => {
    const own = await startSimulator({ user: 'u', password: PASSWORD, tls: true });
    simulator = own;
    const cli = cliRig({ PASS: PASSWORD });
    const host = ['--host', `127.0.0.1:${own.port}`, '--user', 'u', '--password-from', 'env:PASS'];
    await cli.run('miniserver', 'add', 'home', ...host, '--tls-pin', 'ab'.repeat(32));
    const wrong = await cli.run('miniserver', 'test');
    expect(wrong.code).toBe(1);
    const [, fingerprint = ''] = /fingerprint ([0-9a-f]{64}), not the pinned/.exec(wrong.err) ?? [];
    expect(attempts()).toBe(0);
    await cli.run('miniserver', 'add', 'home', ...host, '--tls-pin', fingerprint, '--replace');
    const right = await cli.run('miniserver', 'test', '--json');
    expect(right.code).toBe(0);
    expect(JSON.parse(right.out)).toMatchObject({
      certificate: { fingerprint, valid_until: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect((await cli.run('miniserver', 'test')).out).toContain(fingerprint);
    cli.remove();
  });

  it('sends a password that is refused exactly once', async () => {
    const result = await test({}, { password: 'canary-wrong' });
    expect(result.code).toBe(1);
    expect(result.out).toBe('');
    expect(result.err).toMatch(/rejected|refused/i);
    expect(result.err).not.toMatch(/canary|bug in the program/);
    expect(attempts()).toBe(1);
  });

  it('says at once when nobody answers', async () => {
    const gone = await startSimulator({ user: 'u', password: PASSWORD });
    const { port } = gone;
    await gone.stop();
    const cli = cliRig({ PASS: PASSWORD });
    const place = ['--host', `127.0.0.1:${port}`, '--user', 'u', '--password-from', 'env:PASS'];
    await cli.run('miniserver', 'add', 'home', ...place);
    const result = await cli.run('miniserver', 'test');
    expect(result.code).toBe(1);
    expect(result.err).toContain(String(port));
    expect(result.err).not.toMatch(/next attempt|bug in the program/);
    cli.remove();
  });

  it('says which secret cannot be had', async () => {
    const cli = cliRig();
    const place = ['--host', 'x', '--user', 'u', '--password-from', 'env:ABSENT'];
    await cli.run('miniserver', 'add', 'home', ...place);
    const result = await cli.run('miniserver', 'test');
    expect(result).toMatchObject({ code: 2 });
    expect(result.err).toContain('ABSENT is not set');
    cli.remove();
  });

  it('ends when the person interrupts it', async () => {
    // Nobody listens on an address for documentation (RFC 5737), and nobody says so.
    const interrupt = {
      onInterrupt: (listener: () => void) => {
        queueMicrotask(listener);
        return () => undefined;
      },
    };
    const cli = cliRig({ PASS: PASSWORD }, interrupt);
    const place = ['--host', '192.0.2.1', '--user', 'u', '--password-from', 'env:PASS'];
    await cli.run('miniserver', 'add', 'home', ...place);
    const result = await cli.run('miniserver', 'test');
    expect(result).toMatchObject({ code: 1, out: '' });
    cli.remove();
  });
});

describe('where a certificate is shown', () => {
  it.each([
    [{ host: '192.168.1.10' }, undefined],
    [{ host: '192.168.1.10', tls: 'auto' }, undefined],
    [{ host: '504F94112134', tls: true }, undefined],
    [
      { host: '192.168.1.10', tls: true },
      { host: '192.168.1.10', port: 443 },
    ],
    [
      { host: 'box.lan:8443', tls: { pin: [] } },
      { host: 'box.lan', port: 8443 },
    ],
    [{ host: 'https://box.lan' }, { host: 'box.lan', port: 443 }],
    [{ host: 'wss://box.lan:444' }, { host: 'box.lan', port: 444 }],
    [
      { host: '[fd00::1]:444', tls: true },
      { host: 'fd00::1', port: 444 },
    ],
  ] as const)('of %j is %j', (login, place) => {
    expect(certificatePlace(login)).toEqual(place);
  });
});
