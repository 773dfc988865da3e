import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments, type ToolSchema } from '../src/client/tool-arguments.js';

const SCHEMA: ToolSchema = {
  properties: {
    targets: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'object' }] } },
    action: { type: 'string', enum: ['on', 'off'] },
    brightness: { type: 'number' },
    dry_run: { type: 'boolean' },
    mood: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    wait_ms: { type: ['integer', 'null'] },
    anything: {},
  },
};

describe('arguments of a call', () => {
  it.each([
    [['action=on'], { action: 'on' }],
    [['brightness=40'], { brightness: 40 }],
    [['brightness=-0.5'], { brightness: -0.5 }],
    [['dry_run=true'], { dry_run: true }],
    [['wait_ms=0'], { wait_ms: 0 }],
    [['mood=3'], { mood: 3 }],
    [['mood=Movie night'], { mood: 'Movie night' }],
    [['mood='], { mood: '' }],
    [['anything=5'], { anything: '5' }],
    [['targets=Desk'], { targets: ['Desk'] }],
    [['targets=Desk, Sofa'], { targets: ['Desk', 'Sofa'] }],
    [['targets=Desk', 'targets=Sofa'], { targets: ['Desk', 'Sofa'] }],
    [['targets:=["a,b"]', 'targets=c'], { targets: ['a,b', 'c'] }],
    [['targets:=[{"room":"Kitchen","all":true}]'], { targets: [{ room: 'Kitchen', all: true }] }],
    [['mood=a=b'], { mood: 'a=b' }],
  ])('reads %j', (pairs, args) => {
    expect(readArguments(pairs, SCHEMA)).toEqual({ ok: true, args });
  });

  it.each([
    [['brightness=bright'], /brightness is not what the tool takes/],
    [['brightness= '], /brightness is not what the tool takes/],
    [['dry_run=yes'], /dry_run is not what the tool takes/],
    [['targets:=[oops'], /targets is not what the tool takes/],
    [['volume=5'], /there is no argument volume; there are: targets, action/],
    [['constructor=5'], /there is no argument constructor/],
    [['on'], /"on" is not name=value/],
  ])('does not read %j', (pairs, problem) => {
    expect(readArguments(pairs, SCHEMA)).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });

  it('reads back whatever JSON is handed over', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readArguments([`anything:=${JSON.stringify(value)}`], SCHEMA);
        expect(read).toEqual({ ok: true, args: { anything: JSON.parse(JSON.stringify(value)) } });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pairs) => {
        expect(typeof readArguments(pairs, SCHEMA).ok).toBe('boolean');
      }),
    );
  });
});
