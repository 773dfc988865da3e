import type { AuditRecord } from '@gatehouse/core';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditFilter } from '../src/index.js';
import { createAuditLog, createAuditReader } from '../src/index.js';
import { collect, event, openBench, recordsOf, TEST_RING, TestStorage } from './support.js';

/** A day with something of each kind. */
async function busyDay() {
  const clock = createFakeClock(Date.UTC(2026, 0, 1));
  const bench = await openBench({ clock });
  const events = [
    event({ type: 'auth.refused', outcome: 'failed', address: '198.51.100.9', requestId: 'r1' }),
    event({ target: 'tool:loxone_open_door', reason: 'needs-grant' }),
    event({
      type: 'key.created',
      actor: { id: 'owner' },
      outcome: 'success',
      target: 'lmcp_device_001',
      details: { name: 'Küche', rooms: ['Bad', 'Flur'], days: 30 },
    }),
    event({ userAgent: 'Inspector/1.0' }),
  ];
  for (const one of events) {
    clock.advance(3_600_000);
    bench.log.note(one);
  }
  return { ...bench, clock };
}

describe('query', () => {
  const HOUR = 3_600_000;
  const START = Date.UTC(2026, 0, 1);
  const CASES: readonly (readonly [what: string, filter: AuditFilter, sequences: number[]])[] = [
    ['everything', {}, [1, 2, 3, 4, 5]],
    ['types', { types: ['auth.refused', 'key.created'] }, [2, 4]],
    ['no types', { types: [] }, []],
    ['an actor', { actor: 'owner' }, [4]],
    ['a target', { target: 'lmcp_device_001' }, [4]],
    ['an address', { address: '198.51.100.9' }, [2]],
    ['a request', { requestId: 'r1' }, [2]],
    ['an outcome', { outcome: 'denied' }, [3, 5]],
    ['a time, its beginning included', { from: START + 2 * HOUR }, [3, 4, 5]],
    ['a time, its end not', { to: START + 2 * HOUR }, [1, 2]],
    ['text in any case', { text: 'INSPECTOR' }, [5]],
    ['text in details', { text: 'küche' }, [4]],
    ['text in a list of details', { text: 'flur' }, [4]],
    ['a number in details', { text: '30' }, [4]],
    ['text in a reason', { text: 'needs-' }, [3]],
    ['all conditions together', { outcome: 'denied', text: 'inspector' }, [5]],
    ['nothing', { outcome: 'success', text: 'inspector' }, []],
  ];

  it.each(CASES)('finds %s', async (_what, filter, sequences) => {
    const { log } = await busyDay();
    const found = await collect(log.query(filter));
    expect(found.map(({ sequence }) => sequence)).toEqual(sequences);
    const newest = await collect(log.query({ ...filter, newestFirst: true }));
    expect(newest).toEqual(found.toReversed());
  });

  it('gives records as they were noted', async () => {
    const { log } = await busyDay();
    const [record] = await collect(log.query({ actor: 'owner' }));
    expect(record).toEqual({
      sequence: 4,
      at: START + 3 * HOUR,
      type: 'key.created',
      actor: { id: 'owner' },
      outcome: 'success',
      target: 'lmcp_device_001',
      address: '192.0.2.7',
      details: { name: 'Küche', rooms: ['Bad', 'Flur'], days: 30 },
    });
  });

  it('is limited, from either end', async () => {
    const { log } = await busyDay();
    const first = await collect(log.query({ limit: 2 }));
    const last = await collect(log.query({ limit: 2, newestFirst: true }));
    expect(first.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(last.map(({ sequence }) => sequence)).toEqual([5, 4]);
    await expect(collect(log.query({ limit: 0 }))).rejects.toThrow(RangeError);
  });

  it('reads backwards whatever the length of the trail, and after retention', async () => {
    const { storage, log } = await openBench();
    for (const length of [1_023, 1_024, 1_025, 7_000]) {
      while (storage.lines.length < length) {
        log.note(event());
        if (storage.lines.length === 0 || log.state() === 'failing') {
          await log.flush();
        }
        if (storage.lines.length + 1_000 > length) {
          await log.flush();
        } else {
          await Promise.all(Array.from({ length: 900 }, () => log.record(event())));
        }
      }
      const newest = await collect(log.query({ newestFirst: true }));
      expect(newest.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length }, (_, index) => length - index),
      );
    }
    const reads: (number | undefined)[] = [];
    const read = storage.read.bind(storage);
    storage.read = (from) => {
      reads.push(from);
      return read(from);
    };
    await collect(log.query({ newestFirst: true, limit: 10 }));
    expect(reads).toEqual([7_000 - 1_023]);
  }, 60_000);

  it('passes over what is no record, and says so', async () => {
    const logger = createRecordingLogger();
    const { storage, log } = await busyDay();
    await log.flush();
    storage.lines.splice(2, 1, 'garbage', '{"sequence":3}');
    const reader = createAuditReader({ storage, logger });
    expect(await collect(reader.query())).toHaveLength(4);
    expect(logger.entries).toEqual([
      {
        level: 'warn',
        message: 'lines of the audit trail are no records; verify it',
        fields: { location: 'test-trail', lines: 2 },
      },
    ]);
    expect(await collect(reader.query({ newestFirst: true }))).toHaveLength(4);
  });

  it('finds nothing in a trail that was never written', async () => {
    const { log } = await openBench();
    expect(await collect(log.query())).toEqual([]);
    expect(await collect(log.query({ newestFirst: true }))).toEqual([]);
  });

  it('reads what is there when what waits cannot be written', async () => {
    const logger = createRecordingLogger();
    const { storage, log } = await openBench({ logger });
    await log.record(event());
    storage.lasting = 'refuse';
    log.note(event());
    expect(await recordsOf(log)).toHaveLength(2);
    expect(logger.messages('warn')).toEqual([
      'the audit trail is read without what waits to be written',
    ]);
  });
});

describe('follow', () => {
  /** A log whose records are awaited by number. */
  function listening(): {
    readonly seen: AuditRecord[];
    readonly listener: (record: AuditRecord) => void;
    reached(sequence: number): Promise<void>;
  } {
    const seen: AuditRecord[] = [];
    let check: () => void = () => undefined;
    return {
      seen,
      listener(record) {
        seen.push(record);
        check();
      },
      reached: (sequence) =>
        new Promise((resolve) => {
          check = () => {
            if (seen.at(-1)?.sequence === sequence) {
              resolve();
            }
          };
          check();
        }),
    };
  }

  it('tells of each record from now on, in order and once', async () => {
    const { log } = await openBench();
    await log.record(event());
    const { seen, listener, reached } = listening();
    log.follow(listener);
    for (let round = 0; round < 50; round += 1) {
      log.note(event());
      await log.record(event());
    }
    await reached(102);
    expect(seen.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 3),
    );
  });

  it('tells of what another process writes', async () => {
    const storage = new TestStorage();
    const { log } = await openBench({ storage });
    const other = await createAuditLog({ storage, ring: TEST_RING });
    const { listener, reached, seen } = listening();
    log.follow(listener);
    await other.record(event({ requestId: 'theirs' }));
    await reached(2);
    expect(seen.map(({ requestId }) => requestId)).toEqual([undefined, 'theirs']);
  });

  it('begins behind a record that the caller names', async () => {
    const { log } = await openBench();
    await log.record(event());
    await log.record(event());
    const { listener, reached, seen } = listening();
    log.follow(listener, 1);
    await log.record(event());
    await reached(4);
    expect(seen.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  });

  it('ends, in the middle of reading too', async () => {
    const { log } = await openBench();
    const seen: number[] = [];
    const end = log.follow(({ sequence }) => {
      seen.push(sequence);
      if (sequence === 2) {
        end();
      }
    });
    log.note(event());
    log.note(event());
    await log.flush();
    const { listener, reached } = listening();
    log.follow(listener);
    await log.record(event());
    await reached(4);
    expect(seen).toEqual([1, 2]);
    end();
  });

  it('outlives a listener that throws and a storage that cannot be read for a while', async () => {
    const logger = createRecordingLogger();
    const { storage, log } = await openBench({ logger });
    const { listener, reached, seen } = listening();
    log.follow((record) => {
      listener(record);
      if (record.sequence === 2) {
        throw new RangeError('planted secret');
      }
    });
    await log.record(event());
    await reached(2);
    const { read } = storage;
    storage.read = () => {
      throw new RangeError('planted secret');
    };
    await log.record(event());
    storage.read = read;
    await log.record(event());
    await reached(4);
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(logger.messages('warn')).toEqual([
      'a listener of the audit trail failed',
      'the audit trail cannot be followed now',
    ]);
    expect(logger.text()).not.toContain('planted secret');
  });
});

/** Reads CSV as RFC 4180 says. */
function parseCsv(text: string): string[][] {
  const rows = text.split('\r\n');
  expect(rows.pop()).toBe('');
  return rows.map((row) => {
    expect(row).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*$/);
    const cells = [...row.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)];
    return cells.map(([, cell = '']) => cell.replaceAll('""', '"'));
  });
}

async function exported(log: {
  export(format: 'csv'): AsyncIterable<string>;
}): Promise<string[][]> {
  return parseCsv((await collect(log.export('csv'))).join(''));
}

describe('export', () => {
  it('gives the lines as they stand in the trail, so that they can be verified elsewhere', async () => {
    const { storage, log } = await busyDay();
    const text = (await collect(log.export('jsonl'))).join('');
    expect(text).toBe(`${storage.lines.join('\n')}\n`);
    const some = await collect(log.export('jsonl', { actor: 'owner' }));
    expect(some).toEqual([`${storage.lines[3]}\n`]);
  });

  it('gives a table with a heading and one row per record', async () => {
    const { log } = await busyDay();
    const [heading, ...rows] = await exported(log);
    expect(heading).toEqual([
      ...['sequence', 'at', 'type', 'actor', 'actor kind', 'actor role', 'outcome', 'target'],
      ...['address', 'request id', 'session id', 'user agent', 'reason', 'details'],
    ]);
    expect(rows).toHaveLength(5);
    expect(rows[3]).toEqual([
      ...['4', '2026-01-01T03:00:00.000Z', 'key.created', 'owner', '', '', 'success'],
      ...['lmcp_device_001', '192.0.2.7', '', '', '', ''],
      '{"name":"Küche","rooms":["Bad","Flur"],"days":30}',
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', ' =1', '\uff1d1', '=cmd|x'])(
    'makes no formula of %j',
    async (text) => {
      const { log } = await openBench();
      await log.record(event({ userAgent: text, actor: { id: text }, reason: `a${text}` }));
      const [, , row = []] = await exported(log);
      for (const cell of [row[3], row[11]]) {
        expect(cell?.startsWith("'")).toBe(true);
      }
      expect(row[12]?.startsWith('a')).toBe(true);
    },
  );

  it('keeps one row per record and its cells apart whatever is in them', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 20, maxLength: 40 }), async (texts) => {
        const { log } = await openBench();
        for (const one of texts) {
          log.note(event({ target: one, userAgent: `"${one}","`, requestId: 'marker' }));
        }
        await log.flush();
        const rows = await exported(log);
        expect(rows.map((row) => row.length)).toEqual(rows.map(() => 14));
        expect(rows.filter((row) => row[9] === 'marker')).toHaveLength(texts.length);
        for (const cell of rows.flat()) {
          expect(cell).not.toMatch(/^[\s]*[=+@\t\r\n-]|[\p{C}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
