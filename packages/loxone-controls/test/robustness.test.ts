import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandTarget, HomeState } from '../src/index.js';
import {
  CONTROL_TYPES,
  capabilitiesOf,
  checkCommand,
  decodeState,
  describeControl,
  matchWire,
} from '../src/index.js';
import { target } from './homes.js';
import { MANY_RUNS } from './support/many-runs.js';

const MEMBER = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

/** A control that takes everything that its type can take. */
function openTarget(type: string): CommandTarget {
  return target(type, {
    parentType: 'LightControllerV2',
    details: { jLockable: true, controls: [{ uuid: MEMBER }] },
  });
}

const commands = CONTROL_TYPES.flatMap(({ type, commands: own, partCommands = [] }) =>
  [...own, ...partCommands].map((command) => ({ type, command })),
);

const LOCKING = { name: 'lock', wire: 'lockcontrol/1/{reason}', args: ['reason'] };

/** Texts that try to be more than an argument. */
const HOSTILE = [
  '/',
  '..',
  '.',
  '../on',
  'a/../b',
  '..\\on',
  'a\\..\\b',
  'on/off',
  '%2F',
  '%2e%2e',
  '%00',
  'a\nb',
  'a\r\nHost: x',
  'a\u0000b',
  'a\u2028b',
  'a\u0085b',
  '?x=1',
  '#x',
  'a b',
  '\ud800',
  'unlockcontrol',
  'lockcontrol/1/x',
  `${MEMBER} ..`,
  `${MEMBER}/on`,
  `${MEMBER},x`,
  'hsv(1,2,3)/on',
  'hsv(1,2,3) /',
  '3 4/5',
  '1;2;3;0;1/2',
  '-1',
  '1e3',
  '0x10',
  '{}',
  '{"a":"/../"}',
  '',
  ' ',
];

const anyValue = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e308, -1000, -1337, 2 ** 63),
  fc.constantFrom(
    MEMBER,
    `${MEMBER}:3`,
    'hsv(1,2,3) temp(50,3000)',
    '3 4',
    '3;0;60;0;1',
    '{"a":1}',
  ),
  fc.constantFrom('on', 'off', 'open', 'heat', 'all', 'yellow', 'with', 'daily', 'intern', 'eco'),
);

/** How often a path may be cut at most: the template's own cuts, and one for each item of a list. */
function segments(wire: string): number {
  return wire.split('/').length;
}

function expectOnePath(wire: string, template: string, lists: number): void {
  expect(wire).toMatch(/^[\x21-\x7e]+$/);
  expect(wire).not.toMatch(/[?#\\"<>^`{|}\s]/);
  for (const segment of wire.split('/')) {
    const decoded = decodeURIComponent(segment);
    expect(decoded).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(decoded.split(/[/\\]/).filter((step) => step === '.' || step === '..')).toEqual([]);
  }
  if (lists === 0) expect(segments(wire)).toBe(segments(template));
  // What stands before the first argument stands there still.
  expect(wire.startsWith(template.split('{')[0] ?? '')).toBe(true);
}

describe('a command that checkCommand accepts', () => {
  it('is one well-formed path, whatever its arguments', MANY_RUNS, () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.array(anyValue, { minLength: 6, maxLength: 6 }),
        ({ type, command }, values) => {
          const args = Object.fromEntries(
            command.args.map((arg, at) => [arg.name, values[at] ?? ''] as const),
          );
          const check = checkCommand(openTarget(type), command.name, args);
          if (!check.ok) return;
          accepted += 1;
          const lists = command.args.filter((arg) => arg.kind === 'text' && arg.joinedBy === '/');
          expectOnePath(check.command.wire, command.wire, lists.length);
          expect(matchWire(type, check.command.wire, 'LightControllerV2')?.command.name).toBe(
            command.name,
          );
        },
      ),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it.each(HOSTILE)('does not let %j through any text', (text) => {
    for (const { type, command } of commands) {
      for (const arg of command.args.filter(({ kind }) => kind === 'text')) {
        const others = command.args.filter(({ name }) => name !== arg.name);
        const args = Object.fromEntries(others.map((other) => [other.name, sample(other.kind)]));
        const check = checkCommand(openTarget(type), command.name, { ...args, [arg.name]: text });
        if (!check.ok) continue;
        const isList = arg.kind === 'text' && arg.joinedBy === '/';
        expectOnePath(check.command.wire, command.wire, isList ? 1 : 0);
      }
    }
  });

  it('to lock a control takes its reason as text only', MANY_RUNS, () => {
    fc.assert(
      fc.property(anyValue, (reason) => {
        const check = checkCommand(openTarget('Switch'), LOCKING.name, { reason });
        if (check.ok) expectOnePath(check.command.wire, LOCKING.wire, 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('for members of a central control is for its own members only', () => {
    const stranger = MEMBER.replace('0', '1');
    const args = { controls: stranger, command: 'open' };
    for (const controls of [stranger, `${MEMBER} ${stranger}`, MEMBER.toUpperCase()]) {
      expect(
        checkCommand(openTarget('CentralJalousie'), 'move-members', { ...args, controls }),
      ).toMatchObject({ ok: false, problem: { code: 'not-a-choice', choices: [MEMBER] } });
    }
    expect(
      checkCommand(openTarget('CentralJalousie'), 'move-members', { ...args, controls: MEMBER }),
    ).toMatchObject({ ok: true, command: { wire: `selectedcontrols/${MEMBER}/FullUp` } });
    expect(
      checkCommand(target('CentralLightController'), 'set-moods', { moods: `${MEMBER}:3` }),
    ).toMatchObject({ ok: false });
  });

  it('to rename a circuit is for parts of a light controller only', () => {
    const args = { name: 'Sofa' };
    expect(checkCommand(openTarget('Dimmer'), 'rename-circuit', args)).toMatchObject({
      command: { wire: 'setName/Sofa', risk: 'admin' },
    });
    expect(checkCommand(target('Dimmer'), 'rename-circuit', args)).toMatchObject({ ok: false });
  });

  it('with a list counts, joins and limits its items', () => {
    const entries = '3;0;600;0;1 4;0;1439;1;21.5';
    expect(checkCommand(target('Daytimer'), 'set-schedule', { entries })).toMatchObject({
      command: { wire: 'set/2/3;0;600;0;1/4;0;1439;1;21.5' },
    });
    const colors = Array.from({ length: 7 }, () => 'hsv(1,2,3)').join(' ');
    const sequence = { interval: 60, start: 0 };
    expect(
      checkCommand(target('ColorPickerV2'), 'start-sequence', { ...sequence, colors }),
    ).toMatchObject({ problem: { code: 'out-of-range', argument: 'colors', max: 6 } });
    expect(
      checkCommand(target('IntercomV2'), 'set-answers', { answers: 'Bin da|Käse, 1/2' }),
    ).toMatchObject({ command: { wire: 'setAnswers/Bin%20da/K%C3%A4se%2C%201%2F2' } });
  });
});

function sample(kind: string): string | number {
  if (kind === 'number') return 60;
  return kind === 'choice' ? 'on' : 'x';
}

describe('checkCommand', () => {
  it('answers with a value for arguments of any kind', MANY_RUNS, () => {
    const junk = fc.oneof(
      anyValue,
      fc.constant(Symbol('x')),
      fc.anything({ withNullPrototype: true, withBigInt: true }),
    ) as fc.Arbitrary<string | number>;
    const name = fc.oneof(
      fc.constantFrom(...commands.map(({ command }) => command.name)),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        name,
        fc.boolean(),
        fc.array(junk, { minLength: 6, maxLength: 6 }),
        fc.dictionary(fc.string(), junk, { maxKeys: 2 }),
        ({ type, command }, other, own, values, stray) => {
          const args = Object.fromEntries(
            command.args.map((arg, at) => [arg.name, values[at] ?? 0] as const),
          );
          const check = checkCommand(openTarget(type), own ? command.name : other, {
            ...args,
            ...stray,
          });
          if (check.ok) expect(check.command.wire).not.toBe('');
          else expect(check.problem.message).toMatch(/^[^\n]+$/);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each([null, undefined, {}, [], true, Object.create(null), Symbol('x'), 10n])(
    'refuses an argument that is neither text nor number (%#)',
    (value) => {
      const args = { position: value as never };
      expect(checkCommand(target('Jalousie'), 'set-position', args)).toMatchObject({ ok: false });
      expect(checkCommand(target('TextInput'), 'set-text', { text: value as never })).toMatchObject(
        {
          ok: false,
        },
      );
    },
  );
});

describe('decodeState', () => {
  const states = CONTROL_TYPES.flatMap(({ type, states: own }) =>
    own.map((state) => ({ type, state })),
  );

  const EXTREMES = [
    Number.NaN,
    Infinity,
    -Infinity,
    -1000,
    -1337,
    1e308,
    -1e308,
    5e-324,
    -0,
    2 ** 53,
    4_294_967_295,
    '[',
    '{',
    '"',
    '[[[[',
    'null',
    '{"__proto__":{"x":1}}',
    '\u0000',
    '\u0000\u0000',
    'NaN',
    '-Infinity',
    '1e999',
    '',
    undefined,
  ];

  it.each(EXTREMES)('takes %j in every state of every type', (raw) => {
    for (const { type, state } of states) {
      const decoded = decodeState(type, state.name, raw);
      expect(() => JSON.stringify(decoded)).not.toThrow();
      expect(typeof decoded.value === 'number' && !Number.isFinite(decoded.value)).toBe(false);
      // What a Miniserver wrote as text is shown as it wrote it.
      if (state.kind === 'number' || state.kind === 'boolean') {
        expect(decoded.text ?? '', `${type}.${state.name}`).not.toMatch(/NaN|Infinity|undefined/);
      }
    }
  });

  it.each(['1e999', '-1e999', '[1e400]', `{"a":${'9'.repeat(400)}}`])(
    'makes nothing of %s in JSON, which a double cannot hold',
    (raw) => {
      const { value } = decodeState('LightControllerV2', 'moodList', raw);
      expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    },
  );

  it('does not let JSON change what objects are', () => {
    decodeState('LightControllerV2', 'moodList', '{"__proto__":{"polluted":1}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('keeps the number that came wherever it is not a sentinel', MANY_RUNS, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.double({ noNaN: true }),
        ({ type, state }, raw) => {
          if (state.kind !== 'number' || state.scale !== undefined) return;
          const { value } = decodeState(type, state.name, raw);
          const absent = !Number.isFinite(raw) || (state.absent?.includes(raw) ?? false);
          expect(value).toBe(absent ? null : raw);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('all together, whatever a structure file says of a control', () => {
  it('nothing throws', MANY_RUNS, () => {
    const type = fc.oneof(
      fc.constantFrom(...CONTROL_TYPES.map((entry) => entry.type)),
      fc.string(),
    );
    const details = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'pickerType',
          'animation',
          'controls',
          'status',
          'outputs',
          'format',
          'modes',
        ),
        fc.string(),
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(type, details, fc.jsonValue(), (name, own, value) => {
        const states: readonly HomeState[] = [{ name: 'active', value: value as never }];
        const control = { type: name, details: own, secured: false, family: 'lights' as const };
        expect(capabilitiesOf({ ...control, statistic: value })).toBeInstanceOf(Array);
        expect(describeControl(control, states)).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
