import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLoxoneClient } from '../src/client.js';
import { Credentials, Token } from '../src/secrets.js';
import type { FakeMiniserver, FakeOptions } from './support/fake-miniserver.js';
import { type Harness, makeHarness } from './support/harness.js';
import { ID, littleHouse } from './support/house-file.js';
import { turns } from './support/manual-time.js';

const PASSWORD = 'canary-7f3a-password';

/** Everything that a host could log: statuses, logs, errors, outcomes, and the client itself. */
async function everythingVisible(harness: Harness): Promise<string> {
  const seen: unknown[] = [harness.logs, harness.changes, harness.client.home.controls()];
  const waiting = harness.client.whenLive().catch((error: unknown) => seen.push(error));
  const running = harness.client.home.execute({ control: ID.lamp, command: 'on' });
  await harness.time.advance(20_000);
  seen.push(await running);
  seen.push(harness.client, harness.client.home, harness.server.httpRequests);
  await Promise.all([harness.client.stop(), harness.time.advance(5_000), waiting]);
  seen.push(harness.client.home.status());
  const deep = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null };
  return [inspect(seen, deep), JSON.stringify(seen), String(seen)].join('\n');
}

/** What nobody may see: the password, tokens, and whatever proves either of them. */
function secretsOf(server: FakeMiniserver): readonly string[] {
  const proofs = server.commands
    .filter((command) => /(getjwt|authwithtoken|refreshjwt|killtoken)\//.test(command))
    .map((command) => /(?:getjwt|authwithtoken|refreshjwt|killtoken)\/([^/]+)/.exec(command)?.[1]);
  return [PASSWORD, ...server.everyToken, ...proofs.filter((proof) => proof !== undefined)];
}

const networkError = Object.assign(new TypeError(`cannot send ${PASSWORD}`), { code: 'EPIPE' });

const SCENES: readonly (readonly [string, FakeOptions, (harness: Harness) => Promise<void>])[] = [
  ['a good day', {}, async () => undefined],
  ['a wrong password', { password: 'another' }, async () => undefined],
  [
    'an unreachable box whose error quotes what was sent',
    {},
    async ({ server }) => {
      server.http = networkError;
    },
  ],
  [
    'a socket that cannot be opened',
    {},
    async ({ server }) => {
      server.upgrade = networkError;
    },
  ],
  [
    'a token that is refused',
    {},
    async ({ server, time }) => {
      await time.advance(3_000);
      server.tokens.clear();
      server.socket.drop();
      await time.advance(10_000);
    },
  ],
  [
    'a token that is refreshed, and one that is not',
    { tokenLifeSeconds: 3600 },
    async ({ server, time }) => {
      await time.advance(2000_000);
      server.script = (command) => (command.includes('refreshjwt') ? { code: 500 } : 'normal');
      await time.advance(2000_000);
    },
  ],
  [
    'answers that quote the password and are no answers',
    {},
    async ({ server }) => {
      server.script = (command, socket) => {
        if (!command.includes('getjwt')) return 'normal';
        socket.answer(`{"LL": "${PASSWORD}`);
        return 'silence';
      };
    },
  ],
  [
    'a login without an answer',
    {},
    async ({ server }) => {
      server.script = (command) => (command.includes('getjwt') ? 'silence' : 'normal');
    },
  ],
  [
    'a structure file that is none',
    {},
    async ({ server }) => {
      server.structure = { ...littleHouse(), rooms: PASSWORD };
    },
  ],
  [
    'a connection lost in the middle of the login',
    {},
    async ({ server }) => {
      server.script = (command, socket) => {
        if (command.includes('getjwt')) socket.drop(1006, '', 'connection reset');
        return 'normal';
      };
    },
  ],
];

describe('secrets', () => {
  it.each(SCENES)('stay hidden on %s', async (_name, fake, play) => {
    const harness = makeHarness({ password: PASSWORD, ...fake }, { password: PASSWORD });
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    harness.client.start();
    const playing = play(harness);
    await turns();
    await playing;
    const visible = await everythingVisible(harness);
    expect(visible).toContain('192.168.1.10');
    for (const secret of secretsOf(harness.server)) expect(visible).not.toContain(secret);
  });

  it('stay hidden when the options are wrong', () => {
    const attempt = (): unknown =>
      createLoxoneClient({ host: `box/${PASSWORD}`, user: 'admin', password: PASSWORD });
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(new RegExp(PASSWORD));
  });

  it('cannot be read back from what holds them', () => {
    const held = [new Credentials('admin', PASSWORD), new Token(PASSWORD, 1)];
    const deep = { depth: 10, showHidden: true };
    for (const holder of held) {
      expect([inspect(holder, deep), JSON.stringify(holder), String(holder)].join()).not.toContain(
        PASSWORD,
      );
    }
  });
});

describe('Token', () => {
  it('keeps its text when a grant brings none, and takes the new one when it does', () => {
    const inputs = { key: '4142', salt: '', algorithm: 'SHA256' } as const;
    const token = new Token('first', 0);
    const prolonged = token.renewed({ validUntil: 60, weakPassword: false });
    expect(prolonged.prove(inputs)).toBe(token.prove(inputs));
    expect(prolonged.validUntil - token.validUntil).toBe(60_000);
    const replaced = token.renewed({ token: 'second', validUntil: 60, weakPassword: false });
    expect(replaced.prove(inputs)).toBe(new Token('second', 0).prove(inputs));
    expect(replaced.prove(inputs)).not.toBe(token.prove(inputs));
  });

  it('counts in seconds since 2009', () => {
    expect(new Token('x', 0).validUntil).toBe(Date.UTC(2009, 0, 1));
  });
});
