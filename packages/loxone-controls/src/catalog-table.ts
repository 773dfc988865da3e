import { COMMON_STATES, LOCK_COMMANDS } from './catalog/common.js';
import { CONTROL_TYPES } from './catalog.js';
import type { ArgumentSpec, CommandSpec, ControlType, Family, StateSpec } from './types.js';

const INTRODUCTION = `# Controls

All Loxone control types that the catalog knows, made from the catalog itself. Controls of other
types are shown with their raw states and take no commands.

States: the **bold** ones answer "how is it?" at a glance; a unit is that of the decoded value.
\`name0…\` stands for a numbered state. Commands: *access* and *admin* mark the risk of those that are
more than *control*.`;

/** The catalog as a page of Markdown: one section for each family, one table row for each type. */
export function catalogTable(): string {
  const families = [...new Set(CONTROL_TYPES.map((entry) => entry.family))];
  return `${[INTRODUCTION, ...families.map(section), commonSection()].join('\n\n')}\n`;
}

function section(family: Family): string {
  const rows = CONTROL_TYPES.filter((entry) => entry.family === family).map(row);
  const title = `${family.charAt(0).toUpperCase()}${family.slice(1)}`;
  return [`## ${title}`, '', '| type | states | commands |', '|---|---|---|', ...rows].join('\n');
}

function row(entry: ControlType): string {
  const cells = [
    `\`${entry.type}\`<br>${entry.label}`,
    list(entry.states.map(stateCell)),
    list(entry.commands.map(commandCell)),
  ];
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function commonSection(): string {
  return [
    '## Every control',
    '',
    ...COMMON_STATES.map((state) => `- ${stateCell(state)}`),
    ...LOCK_COMMANDS.map((command) => `- ${commandCell(command)} (only where \`jLockable\`)`),
  ].join('\n');
}

function stateCell(state: StateSpec): string {
  const name = `\`${state.name}${state.indexed === true ? '0…' : ''}\``;
  const unit = state.unit === undefined ? '' : ` (${state.unit})`;
  return `${state.main === true ? `**${name}**` : name}${unit}: ${state.meaning}`;
}

function commandCell(command: CommandSpec): string {
  const args = command.args.map(argumentText).join(', ');
  const risk = command.risk === 'control' ? '' : ` *${command.risk}*`;
  return `\`${command.name}\`${args === '' ? '' : ` (${args})`}${risk}: ${command.meaning}`;
}

function argumentText(arg: ArgumentSpec): string {
  switch (arg.kind) {
    case 'number':
      return `${arg.name}${rangeText(arg)}`;
    case 'choice':
      return `${arg.name} ${Object.keys(arg.choices).join(' / ')}`;
    case 'text':
      return `${arg.name} up to ${arg.maxLength} characters`;
  }
}

function rangeText(arg: Extract<ArgumentSpec, { kind: 'number' }>): string {
  const ends = arg.min === undefined || arg.max === undefined ? '' : ` ${arg.min}–${arg.max}`;
  return arg.unit === undefined ? ends : `${ends} ${arg.unit}`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '–' : items.join('<br>');
}

/** A bar would end the cell. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
