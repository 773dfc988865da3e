import { createAccess } from '../access.js';
import { findControl } from '../resources/control-resources.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { cleanText } from '../text/clean-text.js';
import { about, type Outcome, toolError } from '../tool-error.js';
import type { PromptArgument, PromptContext } from './prompt.js';
import type { PromptKit, PromptSpec, PromptValues } from './prompt-spec.js';

/** Longest argument that is read. */
const MAX_LENGTH = 500;

/** Checks the arguments of a prompt, and finds the rooms and devices that they name. */
export function readArguments(
  args: unknown,
  spec: Pick<PromptSpec, 'name' | 'arguments'>,
  context: PromptContext,
  kit: Pick<PromptKit, 'indexOf'>,
): Outcome<PromptValues> {
  const given = new Map(Object.entries(typeof args === 'object' && args !== null ? args : {}));
  const unknown = [...given.keys()].find(
    (name) => !spec.arguments.some((one) => one.name === name),
  );
  if (unknown !== undefined) return wrong(`it has no argument ${cleanText(unknown)}.`, spec);
  const find = finderOf(spec, context, kit);
  const values: Record<string, string> = {};
  const roomIds: string[] = [];
  const deviceIds: string[] = [];
  for (const argument of spec.arguments) {
    const value = given.get(argument.name) ?? '';
    if (typeof value !== 'string') return wrong(`${argument.name} must be text.`, spec);
    const text = cleanText(value, MAX_LENGTH);
    if (text === '' && argument.required === true) {
      return wrong(`${argument.name} is needed.`, spec);
    }
    if (text === '') continue;
    const found = find(argument, text);
    if (!found.ok) return found;
    values[argument.name] = found.value.text;
    roomIds.push(...(found.value.roomIds ?? []));
    deviceIds.push(...(found.value.deviceIds ?? []));
  }
  return { ok: true, value: { values, roomIds, deviceIds } };
}

interface Found {
  readonly text: string;
  readonly roomIds?: readonly string[];
  readonly deviceIds?: readonly string[];
}

type Find = (argument: PromptArgument, text: string) => Outcome<Found>;

/** Rooms have to exist; what somebody calls a device in a sentence may name none. */
function finderOf(
  spec: Pick<PromptSpec, 'name'>,
  context: PromptContext,
  { indexOf }: Pick<PromptKit, 'indexOf'>,
): Find {
  const { authorize } = context;
  const index = indexOf(context.home);
  const access = createAccess(
    {
      ...context,
      authorize: (principal, action) => authorize(principal, { ...action, kind: 'prompt' }),
    },
    index,
    { name: spec.name, risk: 'read' },
  );
  return ({ name, values }, text) => {
    if (values === 'device' || values === 'devices') {
      const named = values === 'device' ? [text] : listOf(text);
      const deviceIds = named.flatMap(
        (one) => findControl(one, { index, access })?.control.id ?? [],
      );
      return { ok: true, value: { text, deviceIds } };
    }
    if (values !== 'room' && values !== 'rooms') return { ok: true, value: { text } };
    const rooms = [];
    for (const one of values === 'room' ? [text] : listOf(text)) {
      const room = resolveRoom(one, index, access);
      if (!room.ok) return { ok: false, error: about(name, room.error) };
      rooms.push(room.value);
    }
    const names = rooms.map((room) => cleanText(room.name)).join(', ');
    return { ok: true, value: { text: names, roomIds: rooms.map(({ id }) => id) } };
  };
}

/** `Kitchen, Hall` */
function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function wrong(problem: string, { name }: Pick<PromptSpec, 'name'>): Outcome<never> {
  return {
    ok: false,
    error: toolError('invalid_argument', `${name}: ${problem}`, 'Correct it and ask again.'),
  };
}
