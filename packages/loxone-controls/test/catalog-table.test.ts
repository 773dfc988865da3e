import { describe, expect, it } from 'vitest';
import { CONTROL_TYPES, catalogTable } from '../src/index.js';

const table = catalogTable();

const lines = table.split('\n');

/** Cells of a table row; a bar within a cell is escaped. */
function cells(line: string): readonly string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1);
}

describe('catalogTable', () => {
  it.each(CONTROL_TYPES)('has $type, with its states and commands', (entry) => {
    const rows = lines.filter((line) => line.startsWith(`| \`${entry.type}\`<br>`));
    expect(rows).toHaveLength(1);
    const [, states, commands] = cells(rows[0] ?? '');
    for (const state of entry.states) expect(states).toContain(`\`${state.name}`);
    for (const command of entry.commands) expect(commands).toContain(`\`${command.name}\``);
  });

  it('has rows of three cells', () => {
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => cells(row).length !== 3)).toEqual([]);
  });

  it('has each family once', () => {
    const titles = lines.filter((line) => line.startsWith('## '));
    const families = new Set(CONTROL_TYPES.map((entry) => entry.family));
    expect(titles).toHaveLength(families.size + 1);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('marks main states, units, risks and arguments', () => {
    const gate = lines.find((line) => line.startsWith('| `Gate`'));
    expect(gate).toContain('**`position`** (%)');
    expect(gate).toContain('`open` *access*: Opens it.');
    const dimmer = lines.find((line) => line.startsWith('| `Dimmer`'));
    expect(dimmer).toContain('`set-brightness` (brightness 0–100 %): Sets the brightness.');
    expect(table).toContain('`lock` (reason up to 200 characters) *admin*');
  });

  /** After a change of the catalog: run this test with `-u`. */
  it('is what docs/controls.md says', async () => {
    await expect(table).toMatchFileSnapshot('../../../docs/controls.md');
  });
});
