import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditLog } from '@gatehouse/audit';
import { createAuditLog } from '@gatehouse/audit';
import type { AuditEvent, AuditStorage } from '@gatehouse/core';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { createFileAuditStorage } from '@gatehouse/storage-file';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import type { Case } from '../measure.js';
import { measure, nowUs, ratio } from '../measure.js';
import type { GroupResult } from '../report.js';
import type { Settings } from '../settings.js';

/** Records that are asked for at once, as by so many requests. */
const AT_ONCE = 512;
const GROUPS = 8;
/** Records one after the other, each durable before the next. */
const SINGLE = 64;
const VERIFIED = 20_000;

const EVENT: AuditEvent = {
  type: 'decision.allowed',
  actor: { id: 'mcp_operator_001', kind: 'key', role: 'operator' },
  outcome: 'success',
  target: 'tool:house_control_lights',
  address: '192.0.2.77',
  requestId: '5c1de6a1-6d6b-4f0f-9f6e-0d5d4b9c7c11',
  userAgent: 'bench/1.0',
};

function timed(operations: number, work: () => Promise<void>): Case['run'] {
  return async () => {
    const start = nowUs();
    await work();
    return Float64Array.of((nowUs() - start) / operations);
  };
}

async function recordGroups(log: AuditLog, groups: number): Promise<void> {
  for (let group = 0; group < groups; group += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => log.record(EVENT)));
  }
}

async function recordSingly(log: AuditLog, records: number): Promise<void> {
  for (let index = 0; index < records; index += 1) {
    await log.record(EVENT);
  }
}

/** What a log without groups would do: write a line, wait for the disk. Nothing else. */
async function syncEachLine(path: string, records: number): Promise<void> {
  const file = await open(path, 'a', 0o600);
  const line = `${JSON.stringify({ sequence: 1, ...EVENT, mac: 'x'.repeat(43) })}\n`;
  try {
    for (let index = 0; index < records; index += 1) {
      await file.writeFile(line);
      await file.datasync();
    }
  } finally {
    await file.close();
  }
}

async function verified(log: AuditLog): Promise<number> {
  const start = nowUs();
  const { ok, count } = await log.verify();
  if (!ok) {
    throw new TypeError('the trail does not verify');
  }
  return count / ((nowUs() - start) / 1e6);
}

async function grow(log: AuditLog, records: number): Promise<void> {
  for (let written = 0; written < records; written += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => log.record(EVENT)));
  }
}

/** Writes durable records, in groups and one by one, to files and to SQLite; verifies trails. */
export async function auditGroup(settings: Settings, directory: string): Promise<GroupResult> {
  const ring = createKeyRing({ current: generateMasterKey() });
  const sqlite = await openSqliteStore({ path: join(directory, 'audit.db') });
  const file = await createFileAuditStorage({ path: join(directory, 'audit.jsonl') });
  const openLog = (storage: AuditStorage): Promise<AuditLog> => createAuditLog({ storage, ring });
  const inFiles = await openLog(file);
  const inSqlite = await openLog(sqlite.audit);
  const { share } = settings;
  const groups = Math.ceil(GROUPS * share);
  const single = Math.ceil(SINGLE * share);
  const grouped = (where: string, log: AuditLog): Case => ({
    name: `${where}, ${AT_ONCE} at once`,
    run: timed(AT_ONCE * groups, () => recordGroups(log, groups)),
  });
  const singly = (where: string, log: AuditLog): Case => ({
    name: `${where}, one by one`,
    run: timed(single, () => recordSingly(log, single)),
  });
  const timings = await measure(
    [
      grouped('files', inFiles),
      singly('files', inFiles),
      grouped('SQLite', inSqlite),
      singly('SQLite', inSqlite),
      {
        name: 'a bare line, fdatasync each',
        run: timed(single, () => syncEachLine(join(directory, 'bare.jsonl'), single)),
      },
    ],
    settings.rounds,
  );
  await grow(inFiles, VERIFIED * share);
  await grow(inSqlite, VERIFIED * share);
  const fileRate = await verified(inFiles);
  const sqliteRate = await verified(inSqlite);
  await inFiles.close();
  await inSqlite.close();
  await sqlite.close();
  const [files, , database, , bare] = timings;
  const goal = { kind: 'at least', value: 15 } as const;
  return {
    name: 'audit: durable records, and verification',
    timings,
    claims: [
      {
        what: 'bare line, fdatasync each : files, grouped',
        value: ratio(bare, files),
        unit: '×',
        goal,
      },
      {
        what: 'bare line, fdatasync each : SQLite, grouped',
        value: ratio(bare, database),
        unit: '×',
      },
      { what: 'lines a second verified, files', value: fileRate, unit: '' },
      { what: 'lines a second verified, SQLite', value: sqliteRate, unit: '' },
    ],
  };
}
