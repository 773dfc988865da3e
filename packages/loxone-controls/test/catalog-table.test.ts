import { describe, expect, it } from 'vitest';
import { CONTROL_TYPES, catalogTable } from '../src/index.js';

const table = catalogTable();

const lines = table.split('\n');

/** Cells of a table row; a bar within a cell is escaped. */
function cells(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The lines of the section of one type. */
function sectionOf(type: string): readonly string[] {
  const start = lines.indexOf(`### ${type}`);
  const end = lines.findIndex((line, at) => at > start && /^##/.test(line));
  return lines.slice(start, end);
}

function rowOf(type: string, name: string): readonly string[] {
  const found = sectionOf(type).find(
    (line) => cells(line)[0]?.replaceAll('*', '') === `\`${name}\``,
  );
  return cells(found ?? '');
}

describe('catalogTable', () => {
  it.each(CONTROL_TYPES)('has $type, with its states, commands and questions', (entry) => {
    expect(lines.filter((line) => line === `### ${entry.type}`)).toHaveLength(1);
    for (const state of entry.states) {
      const row = rowOf(entry.type, `${state.name}${state.indexed === true ? '0…' : ''}`);
      expect(row[4], state.name).toBe(state.meaning.replaceAll('|', '\\|'));
    }
    for (const command of [...entry.commands, ...(entry.requests ?? [])]) {
      const row = rowOf(entry.type, command.name);
      expect(row[2], command.name).toContain(`\`${command.wire}\``);
      expect(row[3], command.name).toBe(command.risk);
    }
  });

  it('has rows of five cells, none of them empty', () => {
    const rows = lines.filter((line) => line.startsWith('|')).map(cells);
    expect(rows.filter((row) => row.length !== 5 || row.includes(''))).toEqual([]);
  });

  it('has each family once, and every type in its contents', () => {
    const titles = lines.filter((line) => line.startsWith('## '));
    const families = new Set(CONTROL_TYPES.map((entry) => entry.family));
    expect(titles).toHaveLength(families.size + 1);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { type } of CONTROL_TYPES)
      expect(table).toContain(`[${type}](#${type.toLowerCase()})`);
  });

  it('shows of a state what it is measured in and what its values mean', () => {
    expect(rowOf('Gate', 'position').slice(0, 4)).toEqual([
      '**`position`**',
      'number',
      '%, wire × 100',
      'wire 0 closed<br>wire 1 open<br>else “… % open”',
    ]);
    expect(rowOf('Gate', 'active')[3]).toBe('-1 closing<br>0 standing<br>1 opening');
    expect(rowOf('IRoomControllerV2', 'actualOutdoorTemp').slice(2, 4)).toEqual([
      '°C',
      '-1000 none',
    ]);
    expect(rowOf('Radio', 'activeOutput')[3]).toContain('named by details.outputs');
    expect(rowOf('Meter', 'actual')[2]).toBe('as details.actualFormat');
    expect(rowOf('Alarm', 'armedAt')[1]).toBe('instant (s since 1970)');
    expect(rowOf('EFM', 'actual0…')).toHaveLength(5);
  });

  it('shows of a command its arguments, ranges, wire form and risk', () => {
    expect(rowOf('Dimmer', 'set-brightness').slice(1, 4)).toEqual([
      '`brightness` number 0–100 %, within states min and max: Brightness.',
      '`{brightness}`',
      'control',
    ]);
    expect(rowOf('Gate', 'open').slice(1, 4)).toEqual(['–', '`open`', 'access']);
    expect(rowOf('SmokeAlarm', 'acknowledge')[2]).toBe('`confirm` or `quit`');
    expect(rowOf('CentralLightController', 'switch-members')[1]).toContain('on / off (reset)');
    expect(rowOf('Radio', 'select')[1]).toContain('an id of details.outputs');
    expect(rowOf('ColorPickerV2', 'start-sequence')[1]).toContain('at most 6 items');
    expect(rowOf('NfcCodeTouch', 'codes')[3]).toBe('admin');
    expect(table).toContain('`reason` text up to 200 characters');
  });

  it('names capabilities, spellings and what parts take', () => {
    expect(sectionOf('Jalousie').join('\n')).toContain('Can: positionable, tiltable, stoppable');
    expect(sectionOf('AcControl').join('\n')).toContain('Also spelled `ACControl`.');
    expect(sectionOf('Intercom').join('\n')).toContain('at least `access`');
    expect(sectionOf('LightControllerV2').join('\n')).toContain('`rename-circuit`');
  });

  /** After a change of the catalog: run this test with `-u`. */
  it('is what docs/controls.md says', async () => {
    await expect(table).toMatchFileSnapshot('../../../docs/controls.md');
  });
});
