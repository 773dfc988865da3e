import { AUDIT_EVENT_TYPES } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { createAuditLog, createMemoryAuditStorage } from '../src/index.js';
import { event, openBench, recordsOf, typesOf, verifyAnew } from './support.js';

/** What earlier systems got wrong, each made impossible here. */
describe('auth-landscape 1.10: an audit that cannot be relied on', () => {
  it('records every type of event under its own name, with who did it', async () => {
    const { storage, log } = await openBench();
    for (const type of AUDIT_EVENT_TYPES) {
      log.note(event({ type, actor: { id: `actor of ${type}` } }));
    }
    await log.flush();
    expect(typesOf(storage).slice(1)).toEqual([...AUDIT_EVENT_TYPES]);
    for (const { type, actor, sequence } of await recordsOf(log)) {
      expect(actor.id).toBe(sequence === 1 ? 'audit-log' : `actor of ${type}`);
    }
  });

  it('writes nowhere but where its host says: two hosts never share a trail', async () => {
    const first = await createAuditLog({ storage: createMemoryAuditStorage() });
    const second = await createAuditLog({ storage: createMemoryAuditStorage() });
    await first.record(event({ requestId: 'first' }));
    await second.record(event({ requestId: 'second' }));
    expect((await recordsOf(first)).map(({ requestId }) => requestId)).toEqual([
      undefined,
      'first',
    ]);
  });

  it('redacts a secret and keeps the rest of what was said around it', async () => {
    const { log } = await openBench();
    await log.record(event({ reason: 'key: lmcp_admin_001_abcdefgh1234 was refused' }));
    expect((await recordsOf(log)).at(-1)?.reason).toBe(
      'key: lmcp_admin_001_[redacted] was refused',
    );
  });

  it('can be searched', async () => {
    const { log } = await openBench();
    await log.record(event({ target: 'needle' }));
    const found: number[] = [];
    for await (const { sequence } of log.query({ target: 'needle' })) {
      found.push(sequence);
    }
    expect(found).toEqual([2]);
  });
});

describe('key-systems 1.15: what verifiers of other logs missed', () => {
  it('CVE-2023-31439: checks each record with the key of its time, not with the newest', async () => {
    const { storage, log } = await openBench();
    await log.record(event({ reason: 'before' }));
    const copy = storage.copy();
    await log.rotateKey();
    // Records of before, made again with what is the key now.
    const { storage: remade, log: remaking } = await openBench({
      random: (n) => new Uint8Array(n).fill(4),
    });
    await remaking.record(event({ reason: 'remade' }));
    storage.lines.splice(0, 2, ...remade.lines);
    expect((await verifyAnew(storage)).problem).toMatchObject({ sequence: 1 });
    expect(await verifyAnew(copy)).toMatchObject({ ok: true });
  });

  it('CVE-2023-31438: finds the last records cut off', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    await log.record(event());
    storage.lines.pop();
    expect((await verifyAnew(storage)).problem).toMatchObject({ kind: 'truncated', sequence: 3 });
  });

  it('Vault issue 31718: a trail that is deleted under a running process is noticed', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    storage.lines = [];
    storage.stored = undefined;
    await expect(log.record(event())).rejects.toMatchObject({ code: 'ERR_MCPAUTH_AUDIT_DAMAGED' });
    expect(log.state()).toBe('failing');
    expect(storage.lines).toEqual([]);
  });
});
