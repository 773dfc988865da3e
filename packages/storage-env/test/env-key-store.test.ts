import type { AnyMcpAuthError, McpAuthErrorCode } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import {
  createRecordingLogger,
  keyStoreContract,
  TEST_HASH,
  testHeader,
  testRecord,
} from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnvKeyStore, exportEnvKeys } from '../src/index.js';

const NAME = 'LOXONE_API_KEYS';
const SEALED = testHeader().peppers[0]?.sealed ?? '';

const RECORDS = [testRecord('admin', 1), testRecord('device', 2, { devices: ['lamp'] })];

keyStoreContract({
  name: 'environment',
  capabilities: { writable: false, persistent: true, watches: false },
  create: () => createEnvKeyStore({ name: NAME, value: exportEnvKeys(testHeader(), RECORDS) }),
});

keyStoreContract({
  name: 'environment, a list without peppers',
  capabilities: { writable: false, persistent: true, watches: false },
  create: () =>
    createEnvKeyStore({ name: NAME, value: '[{"id":"lmcp_admin_001","role":"admin"}]' }),
});

async function errorOf(
  value: string | undefined,
  code: McpAuthErrorCode = 'ERR_MCPAUTH_STORE_DAMAGED',
): Promise<AnyMcpAuthError> {
  const outcome = await createEnvKeyStore({ name: NAME, value }).then(
    () => 'it opened',
    (error: unknown) => error,
  );
  if (!isMcpAuthError(outcome) || outcome.code !== code) {
    return expect.fail(`expected ${code}, but ${String(outcome)}`);
  }
  expect(outcome.message).toContain(NAME);
  return outcome;
}

/** Opens a store and reads its only record. */
async function only(fields: object): Promise<object | undefined> {
  const keys = [{ id: 'lmcp_custom_001', role: 'custom', ...fields }];
  const peppers = testHeader().peppers;
  const store = await createEnvKeyStore({ name: NAME, value: JSON.stringify({ peppers, keys }) });
  const [record] = await store.list();
  return record;
}

/** What is wrong with a key that has these fields beside id and role. */
async function problemOf(fields: object): Promise<string> {
  const keys = [{ id: 'lmcp_custom_001', role: 'custom', ...fields }];
  const error = await errorOf(JSON.stringify({ peppers: testHeader().peppers, keys }));
  return 'problem' in error.details ? error.details.problem : '';
}

const FULL = testRecord('custom', 7, {
  name: "Kid's “room” $HOME `id` \\ 🛋️",
  createdAt: Date.UTC(2026, 0, 1, 0, 0, 0, 5),
  notBefore: 1_000,
  expiresAt: Date.UTC(2031, 11, 31, 23, 59, 59, 999),
  maxIdleDays: 30,
  enabledAt: 2_000,
  active: false,
  revoked: { at: 3_000, by: 'lmcp_admin_001', reason: 'left' },
  replaces: 'lmcp_custom_006',
  replacedBy: 'lmcp_custom_008',
  ipWhitelist: ['10.0.0.0/8'],
  devices: [],
  rooms: ['Küche'],
  permissions: ['!risk:access'],
});

describe('the value that is exported', () => {
  it('comes back with every field', async () => {
    const value = exportEnvKeys(testHeader(), [FULL]);
    const store = await createEnvKeyStore({ name: NAME, value });
    const { revision, ...record } = (await store.get(FULL.id)) ?? { revision: '' };
    expect(record).toStrictEqual(FULL);
    expect(revision).not.toBe('');
    expect(await store.header()).toEqual(testHeader());
  });

  it('stands between single quotes in a shell or an env file', () => {
    const value = exportEnvKeys(testHeader(), [FULL]);
    expect(value).not.toMatch(/['$`\n]/);
    expect(value).toMatch(/^[\u0020-\u007e]*$/);
  });

  it('comes back whatever the texts are', async () => {
    const word = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(word, fc.array(word), word, async (name, rooms, createdBy) => {
        const record = testRecord('custom', 1, { name, rooms, createdBy });
        const value = exportEnvKeys(testHeader(), [record]);
        const store = await createEnvKeyStore({ name: NAME, value });
        expect(await store.get(record.id)).toMatchObject({ name, rooms, createdBy });
        expect(value).not.toMatch(/['$`\n]/);
      }),
    );
  });

  it('gives another revision to other content, and the same one to the same', async () => {
    const [one, same, other] = await Promise.all([
      only({ name: 'a' }),
      only({ name: 'a' }),
      only({ name: 'b' }),
    ]);
    expect(one).toEqual(same);
    expect(one).toHaveProperty('revision');
    expect({ ...other, name: 'a' }).not.toEqual(one);
  });

  it('is listed by creation, whatever its order', async () => {
    const records = [3, 1, 2].map((number) => testRecord('admin', number));
    const value = exportEnvKeys(testHeader(), records);
    const listed = await (await createEnvKeyStore({ name: NAME, value })).list();
    expect(listed.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => testRecord('admin', n).id));
  });
});

describe('a variable that cannot be read', () => {
  it.each([undefined, '', ' \n'])('is a wrong configuration when it is %j', async (value) => {
    const error = await errorOf(value, 'ERR_MCPAUTH_CONFIG_INVALID');
    expect(error.message).toContain('Create keys in a key store that can be written');
  });

  it('is named when it is no JSON, without its text', async () => {
    const error = await errorOf('[{"id":"lmcp_admin_001_verysecret", oops');
    expect(error.message).toContain('it is no JSON');
    expect(`${error.message}${String(error.cause)}`).not.toContain('verysecret');
  });

  it('is explained when its quotes were kept', async () => {
    expect((await errorOf("'[]'")).message).toContain('begins with a quote');
  });

  it.each([
    '7',
    'null',
    '"text"',
    '{}',
    '{"lmcp_admin_001":{"secret":"s"}}',
    '{"__proto__":{"keys":[]}}',
  ])('is refused when it is %s', async (value) => {
    expect((await errorOf(value)).message).toContain('must be {"peppers": […], "keys": […]}');
  });

  it('names everything that is wrong at once, by its path', async () => {
    const error = await errorOf(
      JSON.stringify({
        peppers: [{ id: 'p 1', sealed: 'clear text' }, 5],
        keys: [
          { role: 'admin', active: 'yes', expires_at: '2027-01-31' },
          { id: 'a', role: 'admin', ip_whitelist: '10.0.0.1', devices: ['x', 7], max_idle_days: 0 },
          { id: 'a', role: '', expire_at: '2027-01-31T00:00:00Z', 'sk-not-a-name!': 1 },
          [],
          { id: 'b', role: 'admin', revoked_by: 'me', hash: 'sha256:abc' },
          { id: 'c', role: 'admin', hash: TEST_HASH.replace('p1', 'p9') },
        ],
        more: 1,
      }),
    );
    const problems = 'problem' in error.details ? error.details.problem.split('; ') : [];
    expect(problems).toEqual([
      'more is not known',
      'peppers[0].id must be letters, digits and -',
      'peppers[0].sealed is no sealed value, which begins with enc:v1:',
      'peppers[1] must be an object',
      'keys[0].id is missing',
      'keys[0].active must be true or false, without quotes',
      'keys[0].expires_at must be a time with its zone, such as "2027-01-31T18:00:00Z"',
      'keys[1].ip_whitelist must be a list of texts',
      'keys[1].max_idle_days must be a whole number of days, 1 or more',
      'keys[1].devices[1] must be a text',
      'keys[2].expire_at is not known',
      'a field of keys[2] is not known',
      'keys[2].role must not be empty',
      'keys[3] must be an object',
      'keys[4].hash is no hash of a key',
      'keys[4].revoked_at is missing beside revoked_by or revoked_reason',
      'keys[5].hash names a pepper that is not among the peppers',
      'keys[2].id is the id of keys[1] too',
    ]);
    expect(error.message).not.toMatch(/clear text|sk-not|sha256:abc|AAAA/);
  });

  it('refuses two peppers of one id', async () => {
    const peppers = [...testHeader().peppers, ...testHeader().peppers];
    const error = await errorOf(JSON.stringify({ peppers, keys: [] }));
    expect(error.message).toContain('peppers[1].id is the id of peppers[0] too');
  });

  it.each([
    ['a day that no month has', { expires_at: '2027-02-30T00:00:00Z' }],
    ['a time without zone', { expires_at: '2027-02-20T00:00:00' }],
    ['a number as time', { expires_at: 1 }],
    ['half a character', { name: '\ud800' }],
    ['half a day', { max_idle_days: 1.5 }],
  ])('refuses %s', async (_, fields) => {
    expect(await problemOf(fields)).toContain(`keys[0].${Object.keys(fields)[0]} must be`);
  });

  it('answers whatever text it is with a store or a coded error', async () => {
    const keyLike = fc.record(
      {
        id: fc.anything(),
        role: fc.anything(),
        hash: fc.oneof(fc.constant(TEST_HASH), fc.anything()),
        __proto__: fc.anything(),
        devices: fc.anything(),
        expires_at: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(keyLike).map((keys) => JSON.stringify(keys)),
      fc
        .array(keyLike)
        .map((keys) => JSON.stringify({ peppers: [{ id: 'p1', sealed: SEALED }], keys })),
    );
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const outcome = await createEnvKeyStore({ name: NAME, value: text }).then(
          (store) => store.kind,
          (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
        );
        const codes = ['env', 'ERR_MCPAUTH_STORE_DAMAGED', 'ERR_MCPAUTH_CONFIG_INVALID'];
        expect(codes).toContain(outcome);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing from a prototype, and gives nobody one', async () => {
    const value = '[{"id":"__proto__","role":"admin","__proto__":{"active":false}}]';
    expect((await errorOf(value)).message).toContain('keys[0].__proto__ is not known');
    const store = await createEnvKeyStore({
      name: NAME,
      value: '[{"id":"__proto__","role":"constructor"}]',
    });
    expect((await store.get('__proto__'))?.role).toBe('constructor');
    expect(await store.get('toString')).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false);
  });
});

describe('the value of an older program', () => {
  it('is read as its documentation shows it, and lets nobody in', async () => {
    const logger = createRecordingLogger();
    const value = `[
      { "id": "lmcp_admin_001_abc123def456", "name": "Admin Key", "role": "admin", "active": true },
      { "id": "lmcp_operator_002_x", "role": "operator", "created_by": "cli", "expires_at": null,
        "created_at": "2024-01-15T10:00:00Z", "ip_whitelist": [], "active": false,
        "last_used": null, "usage_count": 3, "metadata": { "a": "b" } }
    ]`;
    const store = await createEnvKeyStore({ name: NAME, value, logger });
    const [first, second] = await store.list();
    expect(first).toMatchObject({ id: 'lmcp_admin_001_abc123def456', active: true, hash: '' });
    expect(second).toMatchObject({ createdAt: Date.UTC(2024, 0, 15, 10), hash: '', active: false });
    expect(second).not.toHaveProperty('expiresAt');
    expect(logger.messages('warn')).toEqual([expect.stringContaining('let nobody in')]);
  });

  it('is told what to do when somebody wants to use it', async () => {
    const store = await createEnvKeyStore({ name: NAME, value: '[{"id":"a","role":"admin"}]' });
    const opening = store.ensureHeader(() => testHeader());
    await expect(opening).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_READ_ONLY',
      message: expect.stringContaining('set the variable to its export'),
    });
  });

  it.each(['key', 'secret'])(
    'is refused with a key in plain text (%s), unrepeated',
    async (field) => {
      const problem = await problemOf({ [field]: 'lmcp_custom_001_opensesame' });
      expect(problem).toContain(`keys[0].${field} is a key in plain text`);
      expect(problem).toContain('import it into a key store');
      expect(problem).not.toContain('opensesame');
    },
  );
});

describe('keys in plain text that the host takes', () => {
  const plaintext = {
    header: testHeader('fresh'),
    hash: (key: string) => `hmac-sha256:fresh:${key.length.toString().padStart(43, 'x')}`,
  };

  it('are hashed under the pepper of the host', async () => {
    const value = '[{"role":"admin","id":"lmcp_admin_001","key":"lmcp_admin_001_opensesame"}]';
    const store = await createEnvKeyStore({ name: NAME, value, plaintext });
    const record = await store.get('lmcp_admin_001');
    expect(record?.hash).toBe(plaintext.hash('lmcp_admin_001_opensesame'));
    expect(JSON.stringify(record)).not.toContain('opensesame');
    expect(await store.ensureHeader(() => testHeader('no'))).toEqual(testHeader('fresh'));
  });

  it('stand beside exported ones, whose pepper stays the first', async () => {
    const { keys, peppers } = JSON.parse(exportEnvKeys(testHeader(), RECORDS));
    keys.push({ id: 'lmcp_admin_009', role: 'admin', secret: 'lmcp_admin_009_s' });
    const value = JSON.stringify({ peppers, keys });
    const store = await createEnvKeyStore({ name: NAME, value, plaintext });
    expect((await store.header())?.peppers.map(({ id }) => id)).toEqual(['p1', 'fresh']);
    expect((await store.get('lmcp_admin_001'))?.hash).toBe(TEST_HASH);
  });

  it('must begin with their id', async () => {
    const value = '[{"role":"admin","id":"lmcp_admin_001","key":"lmcp_admin_0011_opensesame"}]';
    const opening = createEnvKeyStore({ name: NAME, value, plaintext });
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining('keys[0].key must begin with the id of its key and _'),
    });
  });
});

describe('writing', () => {
  it('is refused with a reason that says what to do', async () => {
    const value = exportEnvKeys(testHeader(), RECORDS);
    const store = await createEnvKeyStore({ name: NAME, value });
    await expect(store.delete('lmcp_admin_001', 'any')).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_READ_ONLY',
      message: expect.stringContaining(`environment variable ${NAME} is read-only`),
      details: { reason: expect.stringContaining('export them anew') },
    });
  });
});
