import { createRecordingLogger, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { CompiledKeys } from '../src/compiled-keys.js';

const FIRST = { ...testRecord('operator', 1), revision: '1' };

describe('CompiledKeys', () => {
  it('compiles once per revision, whichever object carries it', () => {
    const compiled = new CompiledKeys(createRecordingLogger(), 10);
    const known = compiled.of(FIRST);
    expect(compiled.of({ ...FIRST })).toBe(known);
  });

  it('does not need to be told of a change: another revision is compiled anew', () => {
    const compiled = new CompiledKeys(createRecordingLogger(), 10);
    compiled.of(FIRST);
    const changed = { ...FIRST, role: 'monitor', ipWhitelist: ['::1'], revision: '2' };
    expect(compiled.of(changed).principal).toMatchObject({ role: 'monitor', revision: '2' });
    expect(compiled.of(changed).addresses.allows('::2')).toBe(false);
  });

  it('compiles again what it was told to forget', () => {
    const compiled = new CompiledKeys(createRecordingLogger(), 10);
    const known = compiled.of(FIRST);
    compiled.forget(FIRST.id);
    expect(compiled.of(FIRST)).not.toBe(known);
    expect(compiled.of(FIRST)).toEqual({ ...known, addresses: expect.anything() });
  });

  it('warns once of entries that cannot be read, not at every use', () => {
    const logger = createRecordingLogger();
    const compiled = new CompiledKeys(logger, 10);
    const record = { ...FIRST, ipWhitelist: ['10.1', '::1'] };
    compiled.of(record);
    compiled.of(record);
    expect(logger.entries.map(({ fields }) => fields)).toEqual([
      { keyId: FIRST.id, unreadable: 1 },
    ]);
  });
});
