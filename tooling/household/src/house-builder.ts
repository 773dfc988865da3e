import { createHash } from 'node:crypto';
import { controlType } from '@gatehouse/loxone-controls';

/** A control of a house that exists for tests only. */
export interface ControlPlan {
  readonly type: string;
  readonly name: string;
  /** Name of its room. */
  readonly room: string;
  /** Loxone's category type: `lights`, `shading`, … */
  readonly category?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly secured?: boolean;
  readonly parts?: readonly PartPlan[];
  /** Names of controls, `Name [Room]`, that a central control moves. */
  readonly members?: readonly string[];
}

/** A part of a control, by what follows the slash in its id. */
export interface PartPlan {
  readonly suffix: string;
  readonly type: string;
  readonly name: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A house that exists for tests only. */
export interface HousePlan {
  readonly name: string;
  /** Loxone's code: `DEU`, `CSY`, `FRA`, … */
  readonly language: string;
  readonly serial: string;
  readonly controls: readonly ControlPlan[];
  readonly operatingModes?: Readonly<Record<string, string>>;
}

/** A uuid in Loxone's form, always the same for the same text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 32)].join('-');
}

/** @returns The house, shaped like LoxAPP3.json. */
export function buildHouse(plan: HousePlan): unknown {
  const rooms = new Set(plan.controls.map(({ room }) => room));
  const categories = new Set(plan.controls.map(({ category }) => category ?? 'undefined'));
  return {
    lastModified: '2025-05-01 08:00:00',
    msInfo: {
      serialNr: plan.serial,
      msName: plan.name,
      projectName: plan.name,
      localUrl: '127.0.0.1',
      remoteUrl: '',
      tempUnit: 0,
      currency: '€',
      squareMeasure: 'm²',
      location: '',
      languageCode: plan.language,
      heatPeriodStart: '10-01',
      heatPeriodEnd: '04-30',
      coolPeriodStart: '05-01',
      coolPeriodEnd: '09-30',
      catTitle: '',
      roomTitle: '',
      miniserverType: 2,
    },
    globalStates: Object.fromEntries(
      ['operatingMode', 'sunrise', 'sunset', 'notifications', 'modifications'].map((name) => [
        name,
        idOf(`${plan.serial}/global/${name}`),
      ]),
    ),
    operatingModes: plan.operatingModes ?? { '0': 'Holiday' },
    rooms: Object.fromEntries([...rooms].map((name) => [roomId(plan, name), room(plan, name)])),
    cats: Object.fromEntries(
      [...categories].map((type) => [categoryId(plan, type), category(plan, type)]),
    ),
    controls: Object.fromEntries(plan.controls.map((control) => buildControl(plan, control))),
  };
}

function roomId({ serial }: HousePlan, name: string): string {
  return idOf(`${serial}/room/${name}`);
}

function categoryId({ serial }: HousePlan, type: string): string {
  return idOf(`${serial}/category/${type}`);
}

function controlId({ serial }: HousePlan, name: string, room: string): string {
  return idOf(`${serial}/control/${name} [${room}]`);
}

function room(plan: HousePlan, name: string): Readonly<Record<string, unknown>> {
  return {
    uuid: roomId(plan, name),
    name,
    image: '00000000-0000-0000-2000000000000000',
    defaultRating: 0,
    isFavorite: false,
    type: 0,
  };
}

function category(plan: HousePlan, type: string): Readonly<Record<string, unknown>> {
  return {
    uuid: categoryId(plan, type),
    name: type,
    image: '00000000-0000-0000-2000000000000000',
    defaultRating: 0,
    isFavorite: false,
    type,
    color: '#FFFFFF',
  };
}

function buildControl(
  plan: HousePlan,
  control: ControlPlan,
): readonly [id: string, json: Readonly<Record<string, unknown>>] {
  const id = controlId(plan, control.name, control.room);
  const parts = control.parts ?? [];
  return [
    id,
    {
      name: control.name,
      type: control.type,
      uuidAction: id,
      room: roomId(plan, control.room),
      cat: categoryId(plan, control.category ?? 'undefined'),
      defaultRating: 0,
      isFavorite: false,
      isSecured: control.secured ?? false,
      details: { ...detailsOf(plan, control, id) },
      states: statesOf(id, control.type),
      ...(parts.length > 0 && {
        subControls: Object.fromEntries(
          parts.map(({ suffix, type, name, details = {} }) => [
            `${id}/${suffix}`,
            {
              name,
              type,
              uuidAction: `${id}/${suffix}`,
              defaultRating: 0,
              isFavorite: false,
              isSecured: false,
              details,
              states: statesOf(`${id}/${suffix}`, type),
            },
          ]),
        ),
      }),
    },
  ];
}

function detailsOf(
  plan: HousePlan,
  { details, members, parts = [] }: ControlPlan,
  id: string,
): Readonly<Record<string, unknown>> {
  const master = parts.find(({ suffix }) => suffix === 'masterValue');
  return {
    ...details,
    ...(master !== undefined && { masterValue: `${id}/masterValue` }),
    ...(members !== undefined && {
      controls: members.map((label, index) => ({ uuid: memberId(plan, label), id: index })),
    }),
  };
}

function memberId(plan: HousePlan, label: string): string {
  const [, name = '', place = ''] = /^(.*) \[(.*)\]$/.exec(label) ?? [];
  if (!plan.controls.some((control) => control.name === name && control.room === place)) {
    throw new RangeError(`there is no ${label} in ${plan.name}`);
  }
  return controlId(plan, name, place);
}

function statesOf(id: string, type: string): Readonly<Record<string, string>> {
  const known = controlType(type);
  if (known === undefined) throw new RangeError(`the catalog has no type ${type}`);
  const names = known.states.filter(({ indexed }) => indexed !== true).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, idOf(`${id}/state/${name}`)]));
}
