import { type CommandSpec, commandsOf } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { readMoods } from '../state/moods.js';
import { summaryOf } from '../state/summary.js';
import { resolveName } from '../targets/resolve-name.js';
import type { TargetScope } from '../targets/target-scope.js';
import { cleanText } from '../text/clean-text.js';
import { toolError } from '../tool-error.js';
import { type Body, objectBody, type Row } from './body.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { deviceList, stateRows, structureRow } from './rows.js';

/** Controls, one by one. */
export const CONTROL_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'controls',
    name: 'controls',
    title: 'All devices',
    description: 'All devices and how they are, page by page.',
    changes: 'live',
    priority: 0.5,
    body: (call) => deviceList(call.entries, call),
  },
  {
    path: 'controls/{uuid}',
    name: 'control',
    title: 'Device',
    description: 'One device by id or name: what it is, its state, parts, moods and commands.',
    changes: 'live',
    priority: 0.7,
    body: ofControl(describe),
  },
  {
    path: 'controls/{uuid}/state',
    name: 'control-state',
    title: 'State of a device',
    description: 'All states of one device, decoded, with units and words.',
    changes: 'live',
    priority: 0.8,
    body: ofControl((entry, { home }) =>
      objectBody({
        id: entry.control.id,
        name: entry.name,
        state: summaryOf(entry.control, home.states(entry.control.id)) ?? 'nothing reported',
        states: stateRows(entry, home),
      }),
    ),
  },
];

/** Everything can be looked at. */
const ANYTHING: TargetScope = {
  plural: 'devices',
  accepts: () => true,
  selects: () => true,
  refuse: () => toolError('not_supported', 'it cannot be read.', 'Leave it out.'),
};

/** The one control that a text means, if the caller sees it. */
export function findControl(
  asked: string,
  { index, access }: Pick<ResourceCall, 'index' | 'access'>,
): HouseEntry | undefined {
  const found = resolveName(asked, index, access, ANYTHING);
  return found.ok ? found.value : undefined;
}

function ofControl(
  show: (entry: HouseEntry, call: ResourceCall) => Body,
): (call: ResourceCall) => Body | undefined {
  return (call) => {
    const entry = findControl(call.values.uuid ?? '', call);
    return entry === undefined ? undefined : show(entry, call);
  };
}

function describe(entry: HouseEntry, call: ResourceCall): Body {
  const { control } = entry;
  const { home } = call;
  const states = home.states(control.id);
  const moods = readMoods(states)?.list ?? [];
  const parts = call.entries.filter(({ parent }) => parent?.id === control.id);
  return objectBody({
    ...structureRow(entry, call),
    state: summaryOf(control, states) ?? 'nothing reported',
    ...(moods.length > 0 && { moods }),
    ...(parts.length > 0 && { parts: parts.map(({ control: { id }, name }) => ({ id, name })) }),
    commands: commandRows(commandsOf(control)),
  });
}

/** What the catalog knows; each is given through a tool, never by its wire form. */
export function commandRows(commands: readonly CommandSpec[]): readonly Row[] {
  return commands.map(({ name, meaning, risk, args }) => ({
    name,
    meaning: cleanText(meaning, 200),
    risk,
    ...(args.length > 0 && { arguments: args.map((argument) => argument.name) }),
  }));
}
