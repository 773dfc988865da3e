import { capabilitiesOf } from './capabilities.js';
import { COMMON_STATES, LOCK_COMMANDS } from './catalog/common.js';
import { ALIASES, CONTROL_TYPES } from './catalog.js';
import { commandRow, stateRow } from './catalog-cells.js';
import type { CommandSpec, ControlType, Family, RequestSpec, StateSpec } from './types.js';

const INTRODUCTION = `# Controls

All Loxone control types that the catalog knows, made from the catalog itself. Controls of other
types are shown with their raw states and take no commands.

States: the **bold** ones answer "how is it?" at a glance. Units and ranges are those of the decoded
value; "wire × 100" is what the Miniserver's number is multiplied by. \`name0…\` stands for a numbered
state. Commands: the wire form follows \`jdev/sps/io/{uuid}/\`; a word in brackets is what a choice
becomes there. The risk says what a caller must be allowed to do: \`control\` lamps, blinds, heating
and music, \`access\` doors, gates and alarms, \`admin\` what is stored. Questions are answered with data
and change nothing.`;

const STATE_HEAD = ['| state | kind | unit | values | meaning |', '|---|---|---|---|---|'];

const COMMAND_HEAD = ['| command | arguments | wire | risk | meaning |', '|---|---|---|---|---|'];

const REQUEST_HEAD = ['| question | arguments | wire | risk | answer |', '|---|---|---|---|---|'];

/** The catalog as a page of Markdown: a section for each family, in it one for each type. */
export function catalogTable(): string {
  const families = [...new Set(CONTROL_TYPES.map((entry) => entry.family))];
  return `${[INTRODUCTION, contents(families), ...families.map(section), commonSection()].join('\n\n')}\n`;
}

function contents(families: readonly Family[]): string {
  const lines = families.map((family) => {
    const types = typesOf(family).map(({ type }) => `[${type}](#${type.toLowerCase()})`);
    return `- ${titled(family)}: ${types.join(', ')}`;
  });
  return lines.join('\n');
}

function section(family: Family): string {
  return [`## ${titled(family)}`, ...typesOf(family).map(typeSection)].join('\n\n');
}

function typesOf(family: Family): readonly ControlType[] {
  return CONTROL_TYPES.filter((entry) => entry.family === family);
}

function typeSection(entry: ControlType): string {
  const { states, commands, requests = [], partCommands = [] } = entry;
  return [
    `### ${entry.type}`,
    summary(entry),
    ...stateTable(states),
    ...commandTable(COMMAND_HEAD, commands),
    ...(partCommands.length === 0 ? [] : ['Its parts take besides their own commands:']),
    ...commandTable(COMMAND_HEAD, partCommands),
    ...commandTable(REQUEST_HEAD, requests),
  ].join('\n\n');
}

function summary(entry: ControlType): string {
  const { type, label, family, partRisk } = entry;
  const can = capabilitiesOf({ type, family, details: {}, secured: false });
  const aliases = [...ALIASES].filter(([, of]) => of === type).map(([alias]) => `\`${alias}\``);
  const sentences = [
    `${label.charAt(0).toUpperCase()}${label.slice(1)}.`,
    can.length === 0 ? '' : `Can: ${can.join(', ')}.`,
    aliases.length === 0 ? '' : `Also spelled ${aliases.join(', ')}.`,
    partRisk === undefined ? '' : `Every command of its parts is at least \`${partRisk}\`.`,
    entry.states.length === 0 ? 'No states of its own.' : '',
    entry.commands.length === 0 ? 'No commands.' : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function commonSection(): string {
  return [
    '## Every control',
    ...stateTable(COMMON_STATES),
    'Where details say `jLockable`:',
    ...commandTable(COMMAND_HEAD, LOCK_COMMANDS),
  ].join('\n\n');
}

function stateTable(states: readonly StateSpec[]): readonly string[] {
  return states.length === 0 ? [] : [[...STATE_HEAD, ...states.map(stateRow)].join('\n')];
}

function commandTable(
  head: readonly string[],
  commands: readonly (CommandSpec | RequestSpec)[],
): readonly string[] {
  return commands.length === 0 ? [] : [[...head, ...commands.map(commandRow)].join('\n')];
}

function titled(family: Family): string {
  return `${family.charAt(0).toUpperCase()}${family.slice(1)}`;
}
