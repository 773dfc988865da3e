import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStructure, type StructureProblem } from '../src/index.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';

const text = readFileSync(new URL('./vectors/structure.json', import.meta.url), 'utf8');
const CEILING = 'controls.50000000-0000-0001-ffff000000000000';
const LAMP = `${CEILING}.subControls.50000000-0000-0001-ffff000000000000/AI1`;
const KITCHEN = 'rooms.30000000-0000-0001-ffff000000000000';
const LIGHTING = 'cats.40000000-0000-0001-ffff000000000000';
const MESSAGES = 'messageCenter.80000000-0000-0001-ffff000000000000';

type Json = { [key: string]: Json };

/** The sound file with one field set, or removed where `value` is `undefined`. */
function brokenAt(path: string, value: unknown): unknown {
  const file = JSON.parse(text) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Json>((object, key) => object[key] ?? {}, file);
  if (value === undefined) delete parent[last];
  else parent[last] = value as Json;
  return file;
}

function sentenceFor(file: unknown): { field: string; problem: string; message: string } {
  const error = expectFailure('ERR_LOXONE_STRUCTURE_INVALID', () => parseStructure(file));
  const details = error.details as { field: string; problem: string };
  return { ...details, message: error.message };
}

describe('a wrong type is named with its path', () => {
  it.each([
    ['lastModified', 20260301, 'must be text, got number'],
    ['msInfo', 'x', 'must be an object, got text'],
    ['msInfo.serialNr', 504, 'must be text, got number'],
    ['msInfo.msName', {}, 'must be text, got object'],
    ['msInfo.projectName', ['x'], 'must be text, got a list'],
    ['msInfo.tempUnit', '0', 'must be a number, got text'],
    ['msInfo.miniserverType', true, 'must be a number, got boolean'],
    ['msInfo.currentUser', 'anna', 'must be an object, got text'],
    ['msInfo.currentUser.name', 1, 'must be text, got number'],
    ['msInfo.currentUser.isAdmin', 'yes', 'must be true or false, got text'],
    ['msInfo.currentUser.userRights', '2047', 'must be a number, got text'],
    ['globalStates', [], 'must be an object, got a list'],
    ['globalStates.sunrise', 461, 'must be text or a list of texts, got number'],
    ['operatingModes.0', 5, 'must be text, got number'],
    ['rooms', 'none', 'must be an object, got text'],
    [KITCHEN, null, 'must be an object, got null'],
    [`${KITCHEN}.name`, false, 'must be text, got boolean'],
    [`${KITCHEN}.type`, '4', 'must be a number, got text'],
    [`${KITCHEN}.isFavorite`, 'true', 'must be true or false, got text'],
    [`${LIGHTING}.type`, 7, 'must be text, got number'],
    [`${LIGHTING}.defaultRating`, '0', 'must be a number, got text'],
    [`${LIGHTING}.color`, 0, 'must be text, got number'],
    ['controls', [], 'must be an object, got a list'],
    [CEILING, 'x', 'must be an object, got text'],
    [`${CEILING}.type`, 7, 'must be text, got number'],
    [`${CEILING}.name`, 7, 'must be text, got number'],
    [`${CEILING}.uuidAction`, 7, 'must be text, got number'],
    [`${CEILING}.room`, {}, 'must be text, got object'],
    [`${CEILING}.cat`, 1, 'must be text, got number'],
    [`${CEILING}.isSecured`, 'no', 'must be true or false, got text'],
    [`${CEILING}.isSecured`, 2, 'must be true or false, got number'],
    [`${CEILING}.defaultRating`, '2', 'must be a number, got text'],
    [`${CEILING}.defaultIcon`, 2, 'must be text, got number'],
    [`${CEILING}.details`, [], 'must be an object, got a list'],
    [`${CEILING}.states`, 'x', 'must be an object, got text'],
    [`${CEILING}.states.activeMoods`, { uuid: 'x' }, 'must be text or a list of texts, got object'],
    [
      `${CEILING}.states.activeMoods`,
      ['x', 5],
      'must be text or a list of texts, got a list with other values',
    ],
    [`${CEILING}.restrictions`, '17', 'must be a number, got text'],
    [`${CEILING}.securedDetails`, 'x', 'must be true or false, got text'],
    [`${CEILING}.links`, 'x', 'must be a list of texts, got text'],
    [`${CEILING}.links`, [1], 'must be a list of texts, got a list with other values'],
    [`${CEILING}.statistic`, 1, 'must be an object, got number'],
    [`${CEILING}.statisticV2`, [], 'must be an object, got a list'],
    [`${CEILING}.subControls`, [], 'must be an object, got a list'],
    [LAMP, 5, 'must be an object, got number'],
    [`${LAMP}.type`, 5, 'must be text, got number'],
    [`${LAMP}.states.position`, 5, 'must be text or a list of texts, got number'],
    ['weatherServer', 'x', 'must be an object, got text'],
    ['weatherServer.states.actual', 1, 'must be text or a list of texts, got number'],
    ['weatherServer.format.temperature', 1, 'must be text, got number'],
    ['weatherServer.weatherTypeTexts.1', [], 'must be text, got a list'],
    ['messageCenter', 'x', 'must be an object, got text'],
    [`${MESSAGES}.name`, 1, 'must be text, got number'],
    [`${MESSAGES}.states`, 1, 'must be an object, got number'],
  ])('%s = %j %s', (path, value, problem) => {
    expect(sentenceFor(brokenAt(path, value))).toEqual({
      field: path,
      problem,
      message: `The structure file cannot be used: ${path} ${problem}.`,
    });
  });
});

describe('a missing field is named with its path', () => {
  it.each([
    'lastModified',
    'msInfo',
    'msInfo.serialNr',
    'msInfo.msName',
    'msInfo.currentUser.name',
    `${KITCHEN}.name`,
    `${LIGHTING}.name`,
    'controls',
    `${CEILING}.name`,
    `${CEILING}.type`,
    `${LAMP}.name`,
  ])('%s', (path) => {
    expect(sentenceFor(brokenAt(path, undefined))).toMatchObject({
      field: path,
      problem: 'is missing',
    });
  });

  it('and so is one that is null', () => {
    expect(sentenceFor(brokenAt(`${CEILING}.name`, null)).problem).toBe('is missing');
    expect(sentenceFor(brokenAt('controls', null)).problem).toBe('is missing');
  });
});

describe('a file that is none at all', () => {
  it.each([
    ['', 'is empty'],
    ['  \n', 'is empty'],
    ['<html><errorcode>503</errorcode></html>', 'is not JSON but HTML or XML'],
    [text.slice(0, 500), 'is not JSON, or cut short (500 characters)'],
    ['[]', 'must be an object, got a list'],
    ['null', 'must be an object, got null'],
    ['"x"', 'must be an object, got text'],
  ])('%j: %s', (file, problem) => {
    expect(sentenceFor(file)).toMatchObject({ field: 'LoxAPP3.json', problem });
  });

  it('is told from one that was not passed', () => {
    expect(sentenceFor(undefined)).toMatchObject({ field: 'LoxAPP3.json', problem: 'is missing' });
  });

  it('an answer envelope is no structure file', () => {
    expect(sentenceFor('{"LL":{"control":"x","value":"","Code":"401"}}').field).toBe(
      'lastModified',
    );
  });
});

describe('a hostile file', () => {
  const nested = (depth: number): string =>
    `{"lastModified":"x","msInfo":{"serialNr":"1","msName":"2"},"controls":{"c":${'{"name":"n","type":"t","subControls":{"s":'.repeat(depth)}{"name":"n","type":"t"}${'}}'.repeat(depth)}}}`;

  it('may nest parts a few levels', () => {
    expect(() => parseStructure(nested(8))).not.toThrow();
  });

  it.each([9, 100, 20_000])('nested %s deep is refused in one sentence', (depth) => {
    const { problem, message } = sentenceFor(nested(depth));
    expect(problem).toBe('is nested deeper than 8 levels');
    expect(message.length).toBeLessThan(300);
  });

  it('that contains itself is refused', () => {
    const part: Record<string, unknown> = { name: 'n', type: 't' };
    part.subControls = { part };
    const file = { lastModified: 'x', msInfo: { serialNr: '1', msName: '2' }, controls: { part } };
    expect(sentenceFor(file).problem).toContain('nested');
  });

  it('cannot make the sentence long or break its line', () => {
    const file = brokenAt('controls', { [`a\nb\u001b[31m${'x'.repeat(10_000)}`]: 1 });
    const { field, message } = sentenceFor(file);
    expect(field).toMatch(/^controls\.a\?b\?\[31mx+$/);
    expect(message.length).toBeLessThan(200);
  });

  it('is answered or refused with its code, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (file) => resultOrLoxoneError(() => parseStructure(file))));
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (part) => {
        resultOrLoxoneError(() => parseStructure(part));
        for (const path of ['rooms', 'controls', CEILING, `${CEILING}.states`, 'msInfo']) {
          resultOrLoxoneError(() => parseStructure(brokenAt(path, part)));
        }
      }),
    );
  });

  it('cut anywhere is refused, never half read', () => {
    for (let cut = 0; cut < text.trimEnd().length; cut += 97) {
      expectFailure('ERR_LOXONE_STRUCTURE_INVALID', () => parseStructure(text.slice(0, cut)));
    }
  });
});

describe('a lenient reading', () => {
  function readWith(path: string, value: unknown) {
    const problems: StructureProblem[] = [];
    const onProblem = (problem: StructureProblem): void => void problems.push(problem);
    return { structure: parseStructure(brokenAt(path, value), { onProblem }), problems };
  }
  const sound = parseStructure(text);

  it.each([
    [KITCHEN, 'rooms', KITCHEN.slice(6), 7],
    [LIGHTING, 'cats', LIGHTING.slice(5), 'x'],
    [`${CEILING}.type`, 'controls', CEILING.slice(9), 7],
    [`${CEILING}.states.activeMoods`, 'controls', CEILING.slice(9), 5],
    ['operatingModes.0', 'operatingModes', '0', 5],
    ['globalStates.sunrise', 'globalStates', 'sunrise', 5],
    [MESSAGES, 'messageCenter', MESSAGES.slice(14), 5],
  ] as const)('leaves out what %s spoils, and nothing else', (path, list, key, value) => {
    const { structure, problems } = readWith(path, value);
    expect(problems).toEqual([{ field: path, problem: expect.stringMatching(/^must be /) }]);
    const { [key]: gone, ...others }: Record<string, unknown> = sound[list];
    expect(gone).toBeDefined();
    expect({ ...structure[list] }).toEqual(others);
  });

  it('leaves out a part and keeps the control that it is a part of', () => {
    const { structure, problems } = readWith(`${LAMP}.type`, 5);
    expect(problems).toEqual([{ field: `${LAMP}.type`, problem: 'must be text, got number' }]);
    const control = structure.controls[CEILING.slice(9)];
    const whole = sound.controls[CEILING.slice(9)];
    expect(control?.name).toBe(whole?.name);
    const parts = Object.keys(whole?.subControls ?? {});
    expect(Object.keys(control?.subControls ?? {})).toEqual(parts.slice(1));
  });

  it('does without weather and messages as a whole', () => {
    expect(readWith('weatherServer', 5).structure).not.toHaveProperty('weatherServer');
    expect({ ...readWith('messageCenter', 5).structure.messageCenter }).toEqual({});
  });

  it.each([
    ['msInfo', 5],
    ['msInfo.serialNr', 5],
    ['lastModified', 5],
    ['rooms', 'none'],
    ['controls', undefined],
  ])('still refuses a file whose %s is %j', (path, value) => {
    expect(() => readWith(path, value)).toThrow(`cannot be used: ${path} `);
  });
});
