import type { HouseControl, HouseView } from '@gatehouse/admin-ui/wire';
import {
  controlType,
  describeControl,
  type HomeControl,
  type LoxoneHome,
} from '@gatehouse/loxone-controls';
import { offeredCommands } from './house-commands.js';
import type { HouseSight } from './house-sight.js';
import { settingsOf } from './house-values.js';

/** What has no room of its own stands in this one. */
const NO_ROOM = { id: 'none', name: 'Without room' };

/** What a view is made of. */
export interface HouseViewParts {
  readonly home: LoxoneHome;
  readonly sight: HouseSight;
  /** Which tools there are: where none moves anything, nothing is offered. */
  readonly canAct: boolean;
}

type Part = HouseView['rooms'][number];

/** What changes of a device. */
export function liveControlOf(
  home: LoxoneHome,
  control: HomeControl,
): Pick<HouseControl, 'id' | 'state' | 'values'> {
  const states = home.states(control.id);
  return {
    id: control.id,
    state: describeControl(control, states, { statesOf: (id) => home.states(id) }),
    values: settingsOf(control, states),
  };
}

/** The rooms of a house with what somebody sees in them. Rooms without anything are not there. */
export function roomsOf(parts: HouseViewParts): readonly Part[] {
  const { home, sight } = parts;
  const byRoom = new Map<string, { name: string; controls: HouseControl[] }>();
  for (const { id, name } of home.rooms()) byRoom.set(id, { name, controls: [] });
  for (const control of home.controls()) {
    if (!sight.sees(control)) continue;
    const { id, name } = roomOf(home, control);
    const room = byRoom.get(id) ?? { name, controls: [] };
    byRoom.set(id, room);
    room.controls.push(controlOf(parts, control));
  }
  return [...byRoom]
    .map(([id, room]) => ({ id, ...room }))
    .filter(({ controls }) => controls.length > 0);
}

function roomOf(home: LoxoneHome, control: HomeControl): { id: string; name: string } {
  const parent = control.parent === undefined ? undefined : home.control(control.parent);
  return control.room ?? parent?.room ?? NO_ROOM;
}

function controlOf({ home, sight, canAct }: HouseViewParts, control: HomeControl): HouseControl {
  const isLocked = control.secured && home.commandsSecured !== true;
  const states = home.states(control.id);
  return {
    ...liveControlOf(home, control),
    name: control.name,
    type: controlType(control.type)?.label ?? control.type,
    family: control.family,
    commands:
      canAct && !isLocked
        ? offeredCommands(control, states, (risk) => sight.mayCommand(control, risk))
        : [],
  };
}
