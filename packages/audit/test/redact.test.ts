import { exportMasterKey, generateMasterKey, LABELS, seal } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactEvent } from '../src/index.js';
import { event, openBench, TEST_RING } from './support.js';

const RANDOM = 'Zk3Q9xLm2VbT7pWcR4dYs8NfHgJ1aKuE6oXi5tBzCvDqPrMnLwS';
const KEY = `lmcp_admin_001_${RANDOM.slice(0, 49)}`;
const SEALED = seal(TEST_RING, new Uint8Array(32).fill(9), {
  purpose: LABELS.configValue,
  context: 'x',
});
const MASTER = exportMasterKey(generateMasterKey());
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJlLXRoYXQtaXMtc2VjcmV0';

/** A text with a secret, the secret, and what is shown. */
const SHAPES: readonly (readonly [what: string, text: string, secret: string, shown: string])[] = [
  ['a key', KEY, RANDOM.slice(0, 10), 'lmcp_admin_001_[redacted]'],
  [
    'a test key',
    `lmcp_test_${KEY.slice(5)}`,
    RANDOM.slice(0, 10),
    'lmcp_test_admin_001_[redacted]',
  ],
  [
    'a key of a role with dashes',
    `acme_read-only_1234_${RANDOM}`,
    RANDOM.slice(0, 10),
    'acme_read-only_1234_[redacted]',
  ],
  ['an older, shorter key', 'lmcp_admin_001_a1b2c3d4e5f', 'a1b2c3', 'lmcp_admin_001_[redacted]'],
  [
    'a key in a sentence',
    `key ${KEY}, please`,
    RANDOM.slice(0, 10),
    'key lmcp_admin_001_[redacted], please',
  ],
  ['a sealed value', SEALED, SEALED.slice(40), `enc:v1:${TEST_RING.currentId}:[redacted]`],
  ['an older sealed value', 'enc:gAAAAABkabcdefghij', 'gAAAAAB', 'enc:[redacted]'],
  ['a bearer header', 'Bearer abc.def', 'abc', 'Bearer [redacted]'],
  [
    'a header in another case',
    'authorization: bEaReR  abc',
    'abc',
    'authorization: bEaReR  [redacted]',
  ],
  ['a basic header', 'Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz', 'Basic [redacted]'],
  ['a JSON Web Token', `got ${JWT}`, 'c2lnbmF0', 'got [redacted]'],
  ['a master key', `see ${MASTER}`, MASTER.slice(0, 20), 'see [redacted]'],
  ['a master key in base64', `${MASTER}=`, MASTER.slice(0, 20), '[redacted]'],
  ['a key in a URL', '/mcp?api_key=s3cret&x=1', 's3cret', '/mcp?api_key=[redacted]&x=1'],
  [
    'a token in a URL',
    '/mcp?x=1&access_token=s3cret',
    's3cret',
    '/mcp?x=1&access_token=[redacted]',
  ],
  ['a password in a URL', '/?PASSWORD=s3cret', 's3cret', '/?PASSWORD=[redacted]'],
  ['a door code', 'pin=4711', '4711', 'pin=[redacted]'],
];

/** Texts that look a little like secrets and tell what happened. */
const HARMLESS = [
  'lmcp_admin_001',
  'tool:loxone_control_lights',
  'resource:loxone://rooms/*',
  'key:lmcp_admin_001',
  '/mcp?page=2',
  '2001:db8::1',
  '2026-01-01T00:00:00.000Z',
  '123e4567-e89b-12d3-a456-426614174000',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'bearer',
  'role',
];

describe('redaction by shape', () => {
  it.each(SHAPES)('hides %s in every text that a caller can fill', (_what, text, secret, shown) => {
    const audited = redactEvent({
      type: 'auth.refused',
      actor: { id: text, kind: text, role: text },
      outcome: 'failed',
      target: text,
      address: text,
      requestId: text,
      sessionId: text,
      userAgent: text,
      reason: text,
      details: { note: text, list: ['x', text], [text]: 1 },
    });
    expect(JSON.stringify(audited)).not.toContain(secret);
    const { actor, target, address, requestId, sessionId, userAgent, reason, details } = audited;
    const texts = [actor.id, actor.kind, actor.role, target, address, requestId, sessionId];
    expect([...texts, userAgent, reason, details?.['note']]).toEqual(Array(10).fill(shown));
    expect(details?.['list']).toEqual(['x', shown]);
  });

  it.each(HARMLESS)('leaves %j as it is', (text) => {
    expect(redactEvent(event({ reason: text, target: text }))).toMatchObject({
      reason: text,
      target: text,
    });
  });

  it('hides what follows a prefix of the host', () => {
    const options = { prefixes: ['sk_live_', 'a.b*'] };
    expect(redactEvent(event({ reason: 'use sk_live_abc, or a.b*xyz' }), options).reason).toBe(
      'use sk_live_[redacted], or a.b*[redacted]',
    );
    expect(redactEvent(event({ reason: 'aXb*xyz' }), options).reason).toBe('aXb*xyz');
    expect(redactEvent(event({ reason: 'as it is' }), { prefixes: [''] }).reason).toBe('as it is');
  });

  it('hides a key wherever a text is cut', () => {
    const seen = new Set<string>();
    for (let before = 900; before <= 1_700; before += 3) {
      const text = `${'x'.repeat(before)} ${KEY} ${MASTER} ${'y'.repeat(2_000)}`;
      const reason = redactEvent(event({ reason: text })).reason ?? '';
      seen.add(reason);
      expect(reason).not.toContain(RANDOM.slice(0, 8));
      expect(reason).not.toContain(MASTER.slice(0, 8));
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  it('comes to an end with texts that make patterns look twice', () => {
    const nasty = ['_1', '_001_', 'eyJ', '?a-', 'Bearer ', 'enc:', 'enc:v1:', '='];
    for (const text of nasty) {
      const reason = text.repeat(1_500);
      expect(redactEvent(event({ reason })).reason).toMatch(/\[cut, \d+ characters]$/);
    }
  });

  it('hides a key whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), (before, after) => {
        const reason = redactEvent(event({ reason: `${before} ${KEY} ${after}` })).reason ?? '';
        expect(reason).not.toContain(RANDOM.slice(0, 20));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('redaction by name', () => {
  const SECRET = [
    'password',
    'Password',
    'new_password',
    'secret',
    'clientSecret',
    'token',
    'access_token',
    'authorization',
    'Proxy-Authorization',
    'api_key',
    'apiKey',
    'X-API-Key',
    'master_key',
    'LOXONE_MCP_MASTER_KEY',
    'cookie',
    'Set-Cookie',
    'pin',
    'PIN',
    'code',
    'access-code',
    'visuPw',
    'key',
    'pepper',
    'passphrase',
    'private_key',
    'credentials',
    'otp',
    'jwt',
  ];
  const OPEN = ['keyId', 'statusCode', 'spinning', 'role', 'count', 'decoded', 'mapping', 'monkey'];

  it.each(SECRET)('hides %s, whatever its type', (name) => {
    for (const value of ['hunter2', 4711, true, ['hunter2']]) {
      expect(redactEvent(event({ details: { [name]: value } })).details).toEqual({
        [name]: '[redacted]',
      });
    }
  });

  it.each(OPEN)('shows %s', (name) => {
    expect(redactEvent(event({ details: { [name]: 'x' } })).details).toEqual({ [name]: 'x' });
  });

  it('hides what the host names', () => {
    const options = { fields: ['door_sequence'] };
    const details = { doorSequence: 'x', 'DOOR-SEQUENCE': 'y', door: 'z' };
    expect(redactEvent(event({ details }), options).details).toEqual({
      doorSequence: '[redacted]',
      'DOOR-SEQUENCE': '[redacted]',
      door: 'z',
    });
  });
});

describe('redaction in the log', () => {
  it('lets none of these secrets through to the storage', async () => {
    const { log, storage } = await openBench({ redact: { prefixes: ['sk_live_'] } });
    for (const [, text] of SHAPES) {
      log.note(event({ reason: text, userAgent: text, details: { text, password: text } }));
    }
    log.note(event({ reason: 'sk_live_hunter2' }));
    await log.flush();
    const written = storage.lines.join('\n');
    for (const [, , secret] of SHAPES) {
      expect(written).not.toContain(secret);
    }
    expect(written).not.toContain('hunter2');
  });

  it('reads an event once, when it is given', async () => {
    const { log, storage } = await openBench();
    const details: Record<string, string> = { step: 'first' };
    log.note(event({ details }));
    details['step'] = 'second';
    await log.flush();
    expect(storage.lines.at(-1)).toContain('"step":"first"');
  });
});
