import { controlType } from '@gatehouse/loxone-controls';
import { uuidFrom } from '../uuid-from.js';
import type { DemoCategory, DemoRoom } from './rooms.js';

/** One control of the demo house, before it has ids. */
export interface ControlPlan {
  readonly type: string;
  readonly name: string;
  readonly room: DemoRoom;
  readonly category: DemoCategory;
  readonly details?: Readonly<Record<string, unknown>>;
  /** State names; default: all that the catalog lists for the type. */
  readonly states?: readonly string[];
  readonly parts?: readonly PartPlan[];
  readonly secured?: boolean;
  readonly favorite?: boolean;
  readonly rating?: number;
  /** Further keys as they stand in a structure file: `statisticV2`, `hasControlNotes`, … */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A part of a control: it has no room and no category of its own. */
export interface PartPlan {
  /** What follows the slash in its id: `AI1`, `masterValue`. */
  readonly suffix: string;
  readonly type: string;
  readonly name: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A structure file's control. */
export type ControlJson = Readonly<Record<string, unknown>>;

/** States that a lockable control has, whatever its type. */
const COMMON_STATES = ['jLocked'] as const;

/** The id of a control of the demo house: made from room and name, so it never changes. */
export function demoId(room: DemoRoom, name: string): string {
  return uuidFrom(`demo/control/${room}/${name}`);
}

export function roomId(room: DemoRoom): string {
  return uuidFrom(`demo/room/${room}`);
}

export function categoryId(category: DemoCategory): string {
  return uuidFrom(`demo/category/${category}`);
}

/** `details.controls` of a central control. */
export function members(
  ...controls: readonly (readonly [DemoRoom, string])[]
): readonly { readonly uuid: string; readonly id: number }[] {
  return controls.map(([room, name], id) => ({ uuid: demoId(room, name), id }));
}

/** Writes one control as a structure file has it. */
export function buildControl(plan: ControlPlan): readonly [id: string, json: ControlJson] {
  const id = demoId(plan.room, plan.name);
  const parts = (plan.parts ?? []).map((part) => buildPart(id, part));
  return [
    id,
    {
      name: plan.name,
      type: plan.type,
      uuidAction: id,
      room: roomId(plan.room),
      cat: categoryId(plan.category),
      defaultRating: plan.rating ?? 0,
      isFavorite: plan.favorite ?? false,
      isSecured: plan.secured ?? false,
      details: { jLockable: true, ...plan.details },
      states: statesOf(id, plan.states ?? stateNames(plan.type)),
      ...(parts.length > 0 && { subControls: Object.fromEntries(parts) }),
      ...plan.more,
    },
  ];
}

function buildPart(parent: string, part: PartPlan): readonly [id: string, json: ControlJson] {
  const id = `${parent}/${part.suffix}`;
  return [
    id,
    {
      name: part.name,
      type: part.type,
      uuidAction: id,
      defaultRating: 0,
      isFavorite: false,
      isSecured: false,
      details: part.details ?? {},
      states: statesOf(id, stateNames(part.type)),
    },
  ];
}

function stateNames(type: string): readonly string[] {
  const states = controlType(type)?.states ?? [];
  return states.filter((state) => state.indexed !== true).map((state) => state.name);
}

function statesOf(id: string, names: readonly string[]): Readonly<Record<string, string>> {
  const all = [...new Set([...names, ...COMMON_STATES])];
  return Object.fromEntries(all.map((name) => [name, uuidFrom(`demo/state/${id}/${name}`)]));
}
