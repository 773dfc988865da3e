import { commandsOf, type HomeControl } from '@gatehouse/loxone-controls';

/** A word or a number that goes with an action. */
export type ActionValue = string | number | boolean;

/** What a caller wants of one device. */
export interface DeviceWish {
  /** A command of the catalog, or a word for what to do; one of the two. */
  readonly command?: string | undefined;
  readonly action?: string | undefined;
  readonly value?: ActionValue | undefined;
  readonly args?: Readonly<Record<string, ActionValue>> | undefined;
}

/** The tool that does it, and what to pass it beside its targets. */
export interface ToolChoice {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The actions of a tool, each with the argument that `value` stands for, if it has one. */
type Actions = Readonly<Record<string, string | null>>;

const LIGHTS: Actions = {
  on: null,
  off: null,
  toggle: null,
  brightness: 'brightness',
  brighter: 'brightness',
  darker: 'brightness',
  color: 'color',
  mood: 'mood',
  add_mood: 'mood',
  remove_mood: 'mood',
  next_mood: null,
  previous_mood: null,
  pulse: null,
};

const COVERS: Actions = {
  open: null,
  close: null,
  up: null,
  down: null,
  stop: null,
  position: 'position',
  slats: 'slats',
  shade: null,
  auto: null,
  auto_off: null,
};

const CLIMATE: Actions = {
  temperature: 'temperature',
  comfort_temperature: 'temperature',
  mode: 'mode',
  ventilation: 'speed',
  resume: null,
  on: 'temperature',
  off: null,
};

const MEDIA: Actions = {
  play: null,
  pause: null,
  toggle: null,
  stop: null,
  next: null,
  previous: null,
  on: null,
  off: null,
  volume: 'volume',
  volume_up: 'volume',
  volume_down: 'volume',
  mute: null,
  unmute: null,
  source: 'source',
  shuffle: 'value',
  repeat: 'value',
  announce: 'text',
};

/** A tool for one kind of thing, and what `set` and `dim` mean there. */
interface FamilyTool {
  readonly actions: Actions;
  readonly aliases: Readonly<Record<string, string>>;
}

const FAMILY_TOOLS: Readonly<Record<string, FamilyTool>> = {
  loxone_control_lights: {
    actions: LIGHTS,
    aliases: { dim: 'brightness', set: 'brightness', colour: 'color' },
  },
  loxone_control_covers: { actions: COVERS, aliases: { set: 'position' } },
  loxone_set_climate: { actions: CLIMATE, aliases: { set: 'temperature' } },
  loxone_control_media: { actions: MEDIA, aliases: { set: 'volume' } },
};

const DEVICE = 'loxone_control_device';
const ACCESS = 'loxone_control_access';

/**
 * Chooses the tool for a wish, so that a permission or a denial of that tool counts here, too.
 *
 * @param own - The tool for devices of this kind, as `loxone_describe_control` names it.
 */
export function chooseTool(
  control: HomeControl,
  own: string | undefined,
  wish: DeviceWish,
): ToolChoice {
  const { command, action, value, args = {} } = wish;
  if (isWayIn(control) || own === ACCESS) return byCommand(ACCESS, control, wish);
  const family = own === undefined ? undefined : FAMILY_TOOLS[own];
  if (command !== undefined || action === undefined || family === undefined || own === undefined) {
    return byCommand(DEVICE, control, wish);
  }
  const word = spelt(action, '_');
  const known = Object.hasOwn(family.aliases, word) ? (family.aliases[word] ?? word) : word;
  if (!Object.hasOwn(family.actions, known)) return byCommand(DEVICE, control, wish);
  const argument = family.actions[known] ?? 'value';
  return {
    tool: own,
    args: { ...args, action: known, ...(value !== undefined && { [argument]: plain(value) }) },
  };
}

/** The words that `POST /api/devices/{device}/{action}` knows for a device of this kind. */
export function actionsFor(control: HomeControl, own: string | undefined): readonly string[] {
  const family = own === undefined || isWayIn(control) ? undefined : FAMILY_TOOLS[own];
  if (family !== undefined) return Object.keys(family.actions);
  return commandsOf(control).map(({ name }) => name);
}

/** What opens a way in counts, whatever its type: a push-button of a door station. */
function isWayIn(control: HomeControl): boolean {
  return commandsOf(control).some(({ risk }) => risk === 'access');
}

function byCommand(tool: string, control: HomeControl, wish: DeviceWish): ToolChoice {
  const { command, action = '', value, args } = wish;
  if (value === undefined || args !== undefined) {
    return { tool, args: { command: command ?? action, ...(args !== undefined && { args }) } };
  }
  const asked = spelt(command ?? action, '-');
  const spec = commandsOf(control).find(
    ({ name, args: wanted }) =>
      wanted.length === 1 && (name === asked || name.startsWith(`${asked}-`)),
  );
  const argument = spec?.args[0]?.name ?? 'value';
  return { tool, args: { command: spec?.name ?? command ?? action, args: { [argument]: value } } };
}

/** `Set_Value`, `set value` and `set-value` are one. */
function spelt(word: string, joint: '_' | '-'): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, joint);
}

/** The tools' switches are the words `on` and `off`. */
function plain(value: ActionValue): string | number {
  if (typeof value !== 'boolean') return value;
  return value ? 'on' : 'off';
}
