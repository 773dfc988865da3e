import type { NewKeyRecord } from '@gatehouse/core';
import { TEST_HASH, testRecord } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { ReadRecord } from '../src/record-codec.js';
import { assertStorable, readRecord, recordPairs, withRevision } from '../src/record-codec.js';

function read(toml: string): ReadRecord {
  return readRecord(parse(toml));
}

const FULL: NewKeyRecord = testRecord('device', 7, {
  expiresAt: Date.UTC(2027, 0, 31, 18),
  notBefore: Date.UTC(2026, 5, 1),
  maxIdleDays: 90,
  active: false,
  enabledAt: Date.UTC(2026, 5, 2, 8),
  ipWhitelist: ['10.0.0.0/8'],
  devices: ['lamp'],
  rooms: [],
  permissions: ['!risk:access'],
  replaces: 'lmcp_device_006',
  replacedBy: 'lmcp_device_008',
  revoked: { at: Date.UTC(2026, 6, 1), by: 'lmcp_admin_001', reason: 'lost' },
});

describe('recordPairs', () => {
  it('writes the fields in the order of the documents, with times in RFC 3339', () => {
    expect(Object.entries(recordPairs(FULL))).toEqual([
      ['id', 'lmcp_device_007'],
      ['name', 'Key 7 of device'],
      ['role', 'device'],
      ['created_by', 'test'],
      ['created_at', '2026-01-01T00:00:07Z'],
      ['expires_at', '2027-01-31T18:00:00Z'],
      ['not_before', '2026-06-01T00:00:00Z'],
      ['max_idle_days', 90],
      ['active', false],
      ['enabled_at', '2026-06-02T08:00:00Z'],
      ['ip_whitelist', ['10.0.0.0/8']],
      ['devices', ['lamp']],
      ['rooms', []],
      ['permissions', ['!risk:access']],
      ['hash', TEST_HASH],
      ['replaces', 'lmcp_device_006'],
      ['replaced_by', 'lmcp_device_008'],
      ['revoked_at', '2026-07-01T00:00:00Z'],
      ['revoked_by', 'lmcp_admin_001'],
      ['revoked_reason', 'lost'],
    ]);
  });

  it('leaves out what a record has not', () => {
    expect(Object.keys(recordPairs(testRecord('admin', 1, { hash: '' })))).toEqual([
      'id',
      'name',
      'role',
      'created_by',
      'created_at',
      'active',
      'ip_whitelist',
    ]);
  });

  it('is undone by readRecord, for any record', { timeout: 30_000 }, () => {
    const text = fc.string({ unit: 'grapheme' });
    const texts = fc.array(text, { maxLength: 3 });
    const time = fc.integer({ min: 0, max: 4e12 });
    const record = fc.record(
      {
        id: fc.string({ minLength: 1 }),
        name: text,
        role: fc.string({ minLength: 1 }),
        createdBy: text,
        createdAt: time,
        active: fc.boolean(),
        ipWhitelist: texts,
        hash: text,
        notBefore: time,
        expiresAt: time,
        maxIdleDays: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        enabledAt: time,
        replaces: fc.string({ minLength: 1 }),
        replacedBy: fc.string({ minLength: 1 }),
        devices: texts,
        rooms: texts,
        permissions: texts,
        revoked: fc.record({ at: time, by: text, reason: text }, { requiredKeys: ['at', 'by'] }),
      },
      {
        requiredKeys: [
          'id',
          'name',
          'role',
          'createdBy',
          'createdAt',
          'active',
          'ipWhitelist',
          'hash',
        ],
      },
    );
    fc.assert(
      fc.property(record, (made) => {
        assertStorable(made);
        expect(readRecord(parse(stringify(recordPairs(made))))).toEqual({
          ok: true,
          record: withRevision(made),
        });
      }),
    );
  });
});

describe('readRecord', () => {
  it('reads the examples of the requirement documents', () => {
    const read1 = read(`
      id = "lmcp_admin_001_abc123def456"
      name = "Main Admin Key"
      role = "admin"
      created_by = "admin"
      created_at = "2024-01-15T10:00:00Z"
      active = true
    `);
    expect(read1).toMatchObject({
      ok: true,
      record: {
        id: 'lmcp_admin_001_abc123def456',
        name: 'Main Admin Key',
        createdAt: Date.UTC(2024, 0, 15, 10),
        active: true,
        ipWhitelist: [],
        hash: '',
      },
    });
  });

  it('fills in what somebody who writes by hand may leave out', () => {
    expect(read('id = "a"\nrole = "monitor"')).toMatchObject({
      ok: true,
      record: { name: 'a', createdBy: 'unknown', createdAt: 0, active: true, hash: '' },
    });
    expect(read('id = "a"\nrole = "x"\nrevoked_at = 2026-01-01T00:00:00Z')).toMatchObject({
      record: { revoked: { at: Date.UTC(2026, 0, 1), by: 'unknown' } },
    });
  });

  it.each([
    ['id', 'role = "x"', 'is missing'],
    ['id', 'id = ""\nrole = "x"', 'must not be empty'],
    ['id', 'id = 5\nrole = "x"', 'must be a text in quotes'],
    ['role', 'id = "a"', 'is missing'],
    ['name', 'id = "a"\nrole = "x"\nname = 5', 'must be a text in quotes'],
    ['active', 'id = "a"\nrole = "x"\nactive = "yes"', 'must be true or false, without quotes'],
    ['active', 'id = "a"\nrole = "x"\nactive = 1', 'must be true or false, without quotes'],
    ['expires_at', 'id = "a"\nrole = "x"\nexpires_at = 2027-01-01', 'with its zone in RFC 3339'],
    ['not_before', 'id = "a"\nrole = "x"\nnot_before = "soon"', 'with its zone in RFC 3339'],
    ['created_at', 'id = "a"\nrole = "x"\ncreated_at = 5', 'with its zone in RFC 3339'],
    ['enabled_at', 'id = "a"\nrole = "x"\nenabled_at = true', 'with its zone in RFC 3339'],
    ['max_idle_days', 'id = "a"\nrole = "x"\nmax_idle_days = 0', 'a whole number of days'],
    ['max_idle_days', 'id = "a"\nrole = "x"\nmax_idle_days = 1.5', 'a whole number of days'],
    ['max_idle_days', 'id = "a"\nrole = "x"\nmax_idle_days = "30"', 'a whole number of days'],
    ['max_idle_days', 'id = "a"\nrole = "x"\nmax_idle_days = inf', 'a whole number of days'],
    ['replaces', 'id = "a"\nrole = "x"\nreplaces = ""', 'must not be empty'],
    ['replaced_by', 'id = "a"\nrole = "x"\nreplaced_by = 1', 'must be a text in quotes'],
    ['ip_whitelist', 'id = "a"\nrole = "x"\nip_whitelist = "10.0.0.1"', 'must be a list of texts'],
    ['devices', 'id = "a"\nrole = "x"\ndevices = ["a", 1]', 'must be a list of texts'],
    ['rooms', 'id = "a"\nrole = "x"\nrooms = { a = 1 }', 'must be a list of texts'],
    ['permissions', 'id = "a"\nrole = "x"\npermissions = true', 'must be a list of texts'],
    ['hash', 'id = "a"\nrole = "x"\nhash = []', 'must be a text in quotes'],
    ['revoked_at', 'id = "a"\nrole = "x"\nrevoked_by = "me"', 'is missing beside revoked_by'],
    ['revoked_at', 'id = "a"\nrole = "x"\nrevoked_reason = "x"', 'is missing beside'],
  ])('finds fault with %s in %j', (field, toml, problem) => {
    const result = read(toml);
    expect(result).toMatchObject({ ok: false, problem: { field } });
    expect(result.ok ? '' : result.problem.problem).toContain(problem);
  });

  it('takes what every object has for no field', () => {
    expect(read('role = "x"')).toMatchObject({ ok: false });
    const result = readRecord(parse('id = "a"\nrole = "x"\n__proto__ = { active = false }'));
    expect(result).toMatchObject({ ok: true, record: { active: true } });
  });

  it('freezes what it gives', () => {
    const result = readRecord(parse(stringify(recordPairs(FULL))));
    if (!result.ok) {
      return expect.fail(result.problem.problem);
    }
    const { record } = result;
    const parts = [record, record.ipWhitelist, record.devices, record.permissions, record.revoked];
    for (const part of parts) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('the revision', () => {
  it('is the same for the same content, whatever the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(FULL).reverse()) as unknown as NewKeyRecord;
    expect(withRevision(reversed).revision).toBe(withRevision(FULL).revision);
    expect(withRevision(FULL).revision).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('differs when any field differs', () => {
    const changes: Partial<NewKeyRecord>[] = [
      {},
      { id: 'x' },
      { name: 'x' },
      { role: 'x' },
      { createdBy: 'x' },
      { createdAt: 1 },
      { expiresAt: 1 },
      { notBefore: 1 },
      { maxIdleDays: 1 },
      { enabledAt: 1 },
      { replaces: 'x' },
      { replacedBy: 'x' },
      { active: true },
      { ipWhitelist: [] },
      { devices: [] },
      { devices: ['a', 'b'] },
      { devices: ['a,b'] },
      { rooms: ['x'] },
      { permissions: [] },
      { hash: 'x' },
      { revoked: { at: 1, by: 'x' } },
      { revoked: { at: 1, by: 'x', reason: '' } },
    ];
    const revisions = changes.map((change) => withRevision({ ...FULL, ...change }).revision);
    expect(new Set(revisions).size).toBe(changes.length);
  });
});

describe('assertStorable', () => {
  it.each<[string, Partial<NewKeyRecord>]>([
    ['id', { id: '' }],
    ['role', { role: '' }],
    ['createdAt', { createdAt: 0.5 }],
    ['createdAt', { createdAt: Number.NaN }],
    ['expiresAt', { expiresAt: 1e15 }],
    ['notBefore', { notBefore: Number.NEGATIVE_INFINITY }],
    ['enabledAt', { enabledAt: 0.5 }],
    ['maxIdleDays', { maxIdleDays: 0 }],
    ['maxIdleDays', { maxIdleDays: 2.5 }],
    ['maxIdleDays', { maxIdleDays: Number.POSITIVE_INFINITY }],
    ['replaces', { replaces: '' }],
    ['replacedBy', { replacedBy: '' }],
    ['replaced_by', { replacedBy: 'a\ud800' }],
    ['revoked.at', { revoked: { at: Number.NaN, by: 'x' } }],
    ['name', { name: 'a\ud800b' }],
    ['rooms', { rooms: ['ok', '\udc00'] }],
    ['revoked_reason', { revoked: { at: 0, by: 'x', reason: '\ud83d' } }],
  ])('refuses a wrong %s and does not repeat it', (field, change) => {
    expect(() => assertStorable({ ...FULL, ...change })).toThrow(RangeError);
    expect(() => assertStorable({ ...FULL, ...change })).toThrow(field);
  });

  it('takes emoji and control characters', () => {
    expect(() => assertStorable({ ...FULL, name: '🛋️\u0000\u001b' })).not.toThrow();
  });
});
