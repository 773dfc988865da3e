import { RISKS, type Risk } from '@gatehouse/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRule, rulesFrom } from '../../src/sdk/rules.js';

describe('rulesFrom', () => {
  const rules = rulesFrom({
    tools: { read_note: 'read', wipe: 'admin' },
    prompts: { summarise: 'read' },
    resources: {
      'note://index': 'read',
      'note://all/*': 'read',
      'note://all/secret/*': 'admin',
      'note://all/secret/known': 'control',
      'note://{id}': 'read',
    },
  });

  it('answers with the risk of an exact name of its kind', () => {
    expect(rules('tool', 'read_note')).toEqual({ risk: 'read' });
    expect(rules('tool', 'wipe')).toEqual({ risk: 'admin' });
    expect(rules('prompt', 'summarise')).toEqual({ risk: 'read' });
    expect(rules('prompt', 'wipe')).toBeUndefined();
    expect(rules('tool', 'summarise')).toBeUndefined();
    expect(rules('tool', 'note://index')).toBeUndefined();
  });

  it('matches resources by the longest prefix, an exact one first', () => {
    expect(rules('resource', 'note://index')).toEqual({ risk: 'read' });
    expect(rules('resource', 'note://all/7')).toEqual({ risk: 'read' });
    expect(rules('resource', 'note://all/{id}')).toEqual({ risk: 'read' });
    expect(rules('resource', 'note://all/secret/7')).toEqual({ risk: 'admin' });
    expect(rules('resource', 'note://all/secret/known')).toEqual({ risk: 'control' });
    expect(rules('resource', 'note://{id}')).toEqual({ risk: 'read' });
  });

  it.each(['note://all', 'note://all/', 'note://all/*x', 'note://al', 'note://allx/7', 'note://5'])(
    'knows of %s only what the table says',
    (uri) => {
      const expected = uri === 'note://all/*x' ? { risk: 'read' } : undefined;
      expect(rules('resource', uri)).toEqual(expected);
    },
  );

  it('knows nothing that an object has by itself', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'valueOf', '']) {
      for (const kind of ['tool', 'resource', 'prompt'] as const) {
        expect(rules(kind, name)).toBeUndefined();
      }
    }
  });

  it('knows the names of its table and no others', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...RISKS), (name, other, risk) => {
        fc.pre(!name.includes('*') && name !== other);
        const table = Object.fromEntries([[name, risk]]);
        const own = rulesFrom({ tools: table, prompts: table });
        expect(own('tool', name)).toEqual({ risk });
        expect(own('tool', other)).toBeUndefined();
        expect(own('prompt', other)).toBeUndefined();
        expect(own('resource', name)).toBeUndefined();
      }),
    );
  });

  it('is not changed by a later change of the table', () => {
    const table: Record<string, Risk> = { wipe: 'admin' };
    const own = rulesFrom({ tools: table });
    Object.assign(table, { wipe: 'read', more: 'read' });
    expect(own('tool', 'wipe')).toEqual({ risk: 'admin' });
    expect(own('tool', 'more')).toBeUndefined();
  });

  it.each<[Parameters<typeof rulesFrom>[0], RegExp]>([
    [{ tools: { wipe: 'write' as Risk } }, /tools\.wipe must be one of read, control/],
    [{ tools: { 'note_*': 'read' } }, /final \/\*/],
    [{ prompts: { '/*': 'read' } }, /final \/\*/],
    [{ resources: { '*': 'read' } }, /final \/\*/],
    [{ resources: { 'note://*/x': 'read' } }, /final \/\*/],
    [{ resources: { 'note://*/*': 'read' } }, /final \/\*/],
    [{ resources: { 'note://all*': 'read' } }, /final \/\*/],
  ])('refuses %j', (table, message) => {
    expect(() => rulesFrom(table)).toThrow(RangeError);
    expect(() => rulesFrom(table)).toThrow(message);
  });
});

describe('isRule', () => {
  it('takes a known risk and nothing else', () => {
    expect(RISKS.every((risk) => isRule({ risk }))).toBe(true);
    for (const value of [
      undefined,
      null,
      Object,
      {},
      { risk: 'none' },
      { risk: undefined },
      'read',
    ]) {
      expect(isRule(value)).toBe(false);
    }
  });
});
