import type { ArgumentSpec, CommandSpec, RequestSpec, StateSpec } from './types.js';

/** A row of a table of states: name, kind, unit, values, meaning. */
export function stateRow(state: StateSpec): string {
  const name = code(`${state.name}${state.indexed === true ? '0…' : ''}`);
  const shown = state.main === true ? `**${name}**` : name;
  return row([shown, kindText(state), unitText(state), valuesText(state), state.meaning]);
}

/** A row of a table of commands: name, arguments, wire form, risk, meaning. */
export function commandRow(command: CommandSpec | RequestSpec): string {
  const aliases = 'aliases' in command ? (command.aliases ?? []) : [];
  const wires = [command.wire, ...aliases].map(code).join(' or ');
  const args = command.args.map(argumentText).join('<br>');
  return row([code(command.name), args || '–', wires, command.risk, command.meaning]);
}

function kindText({ kind, instant }: StateSpec): string {
  return instant === undefined ? kind : `instant (${INSTANTS[instant]})`;
}

const INSTANTS: Readonly<Record<NonNullable<StateSpec['instant']>, string>> = {
  loxone: 's since 2009, local',
  unix: 's since 1970',
  'unix-ms': 'ms since 1970',
};

function unitText({ unit, scale, formatFromDetails }: StateSpec): string {
  const format = formatFromDetails === undefined ? '' : `as details.${formatFromDetails}`;
  const shown = unit ?? format;
  return scale === undefined ? shown || '–' : `${shown}, wire × ${scale}`;
}

function valuesText({ values, words, wordsFromDetails, absent, scale }: StateSpec): string {
  const wire = scale === undefined ? '' : 'wire ';
  const parts = [
    ...inOrder(values).map(([key, meaning]) => `${wire}${key} ${meaning}`),
    ...(words === undefined ? [] : [`else “${words.replace('{value}', '…')}”`]),
    ...(wordsFromDetails ?? []).map((name) => `named by details.${name}`),
    ...(absent ?? []).map((value) => `${value} none`),
  ];
  return parts.length === 0 ? '–' : parts.join('<br>');
}

/** Keys that look like numbers come in the order of an object; those below 0 belong first. */
function inOrder(values: StateSpec['values']): readonly (readonly [string, string])[] {
  return Object.entries(values ?? {}).toSorted(([a], [b]) => Number(a) - Number(b));
}

function argumentText(arg: ArgumentSpec): string {
  return `${code(arg.name)} ${shapeText(arg)}: ${arg.meaning}`;
}

function shapeText(arg: ArgumentSpec): string {
  switch (arg.kind) {
    case 'number':
      return numberText(arg);
    case 'choice':
      return Object.entries(arg.choices)
        .map(([word, wire]) => (word === wire ? word : `${word} (${wire})`))
        .join(' / ');
    case 'text':
      return textText(arg);
  }
}

function numberText(arg: Extract<ArgumentSpec, { kind: 'number' }>): string {
  const { min, max, unit, integer, rangeFromDetails, rangeFromStates, choicesFromDetails } = arg;
  const ends = min === undefined && max === undefined ? '' : `${min ?? '…'}–${max ?? '…'}`;
  const sources = [
    ...ofSource('details', rangeFromDetails),
    ...ofSource('states', rangeFromStates),
    ...(choicesFromDetails === undefined ? [] : [`an id of details.${choicesFromDetails}`]),
  ];
  const kind = integer === true ? 'whole number' : 'number';
  const range = [ends, unit].filter(Boolean).join(' ');
  return [[kind, range].filter(Boolean).join(' '), ...sources].join(', ');
}

function ofSource(place: string, source?: { min?: string; max?: string }): readonly string[] {
  const names = [source?.min, source?.max].filter((name) => name !== undefined);
  return names.length === 0 ? [] : [`within ${place} ${names.join(' and ')}`];
}

function textText(arg: Extract<ArgumentSpec, { kind: 'text' }>): string {
  const kind = arg.json === true ? 'JSON' : 'text';
  const items = arg.maxItems === undefined ? '' : `, at most ${arg.maxItems} items`;
  const example = arg.example === undefined ? '' : `, for example ${code(arg.example)}`;
  return `${kind} up to ${arg.maxLength} characters${items}${example}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A bar would end the cell. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
