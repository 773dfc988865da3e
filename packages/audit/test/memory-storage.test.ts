import { auditStorageContract, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createAuditLog, createMemoryAuditStorage } from '../src/index.js';
import { event, recordsOf } from './support.js';

auditStorageContract({ name: 'memory', create: () => createMemoryAuditStorage() });

describe('createMemoryAuditStorage', () => {
  it('carries a whole log without a master key', async () => {
    const log = await createAuditLog({ storage: createMemoryAuditStorage() });
    await log.record(event());
    expect((await recordsOf(log)).map(({ type }) => type)).toEqual([
      'audit.opened',
      'decision.denied',
    ]);
    expect(await log.verify()).toMatchObject({ ok: true, count: 2 });
    await log.close();
  });

  it('lets a second log without a master key go on with the chain', async () => {
    const storage = createMemoryAuditStorage();
    const first = await createAuditLog({ storage });
    await first.record(event());
    const second = await createAuditLog({ storage });
    await second.record(event());
    await first.record(event());
    expect(await second.verify()).toMatchObject({ ok: true, count: 5 });
  });

  it('says of a watcher that throws what it threw, and goes on', async () => {
    const logger = createRecordingLogger();
    const storage = createMemoryAuditStorage({ logger });
    storage.watch(() => {
      throw new RangeError('bad manners');
    });
    const log = await createAuditLog({ storage });
    await log.record(event());
    expect(logger.entries.map(({ level, fields }) => [level, fields])).toContainEqual([
      'error',
      { problem: 'RangeError' },
    ]);
    expect(logger.text()).not.toContain('bad manners');
  });
});
