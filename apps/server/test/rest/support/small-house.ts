import type {
  CommandRequest,
  HomeCategory,
  HomeControl,
  HomeRoom,
} from '@gatehouse/loxone-controls';
import { controlType, familyOf } from '@gatehouse/loxone-controls';
import { FakeHome } from './fake-home.js';

/** What a test says of a control; the catalog says the rest. */
interface Plan {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly room: HomeRoom;
  readonly category?: HomeCategory;
  readonly parent?: HomeControl;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A control as a client would make it from a structure file. */
export function control({ parent, details = {}, ...plan }: Plan): HomeControl {
  const known = controlType(plan.type);
  return {
    ...plan,
    family: familyOf(plan.type, plan.category),
    capabilities: known?.capabilities ?? [],
    ...(parent !== undefined && { parent: parent.id, parentType: parent.type }),
    secured: false,
    favorite: false,
    details,
    states: Object.fromEntries(
      (known?.states ?? []).map(({ name }) => [name, `${plan.id}#${name}`]),
    ),
  };
}

export const BEDROOM: HomeRoom = { id: 'room-bedroom', name: 'Bedroom' };
export const KITCHEN: HomeRoom = { id: 'room-kueche', name: 'Küche' };
export const HALL: HomeRoom = { id: 'room-predsin', name: 'Předsíň' };
const LIGHTING: HomeCategory = { id: 'cat-light', name: 'Lighting', type: 'lights' };

const ceiling = control({
  id: 'c-ceiling',
  name: 'Deckenlicht',
  type: 'LightControllerV2',
  room: KITCHEN,
  category: LIGHTING,
});

/** A bilingual, trilingual house of a few devices, two of which are called alike. */
export const CONTROLS: readonly HomeControl[] = [
  control({
    id: 'c-bed',
    name: 'Bedroom Light',
    type: 'Dimmer',
    room: BEDROOM,
    category: LIGHTING,
  }),
  control({ id: 'c-blinds', name: 'Bedroom Blinds', type: 'Jalousie', room: BEDROOM }),
  control({ id: 'c-lamp-1', name: 'Lamp', type: 'Switch', room: BEDROOM, category: LIGHTING }),
  control({ id: 'c-lamp-2', name: 'Lamp', type: 'Switch', room: KITCHEN, category: LIGHTING }),
  ceiling,
  control({ id: 'c-ceiling/AI1', name: 'Spots', type: 'Dimmer', room: KITCHEN, parent: ceiling }),
  control({
    id: 'c-temp',
    name: 'Temperatur',
    type: 'InfoOnlyAnalog',
    room: KITCHEN,
    details: { format: '%.1f°C' },
  }),
  control({ id: 'c-socket', name: 'Zásuvka', type: 'Switch', room: HALL }),
  control({ id: 'c-door', name: 'Garagentor', type: 'Gate', room: HALL }),
  control({ id: 'c-odd', name: '<img src=x onerror=alert(1)>', type: 'Switch', room: HALL }),
];

const MOODS = JSON.stringify([
  { id: 1, name: 'Hell' },
  { id: 2, name: 'Abend' },
  { id: 778, name: 'Aus', static: true },
]);

/** Simple physics, by the catalog's command names. */
const EFFECTS: Readonly<
  Record<string, (request: CommandRequest, control: HomeControl) => Record<string, number | string>>
> = {
  on: (_request, { type }) => (type === 'Switch' ? { active: 1 } : { position: 80 }),
  off: (_request, { type }) => (type === 'Switch' ? { active: 0 } : { position: 0 }),
  'set-brightness': ({ args }) => ({ position: Number(args?.brightness) }),
  'set-mood': ({ args }) => ({
    activeMoods: `[${args?.mood}]`,
    activeMoodsNum: Number(args?.mood),
  }),
  open: (_request, { type }) => (type === 'Gate' ? { position: 1 } : { position: 0, up: 0 }),
  close: () => ({ position: 1, down: 0 }),
  'set-position': ({ args }) => ({ position: Number(args?.position) / 100 }),
};

/** The house, as it is when nobody has touched it. */
export function smallHouse(): FakeHome {
  const home = new FakeHome(CONTROLS, {
    'c-bed': { position: 0, min: 0, max: 100, step: 1 },
    'c-blinds': { position: 0.4, shadePosition: 0, up: 0, down: 0 },
    'c-lamp-1': { active: 0 },
    'c-lamp-2': { active: 1 },
    'c-ceiling': { activeMoods: '[2]', activeMoodsNum: 2, moodList: MOODS },
    'c-ceiling/AI1': { position: 35, min: 0, max: 100, step: 1 },
    'c-temp': { value: 21.4 },
    'c-socket': { active: 0 },
    'c-door': { position: 0, active: 0 },
    'c-odd': { active: 0 },
  });
  home.react = (request, commanded) => EFFECTS[request.command]?.(request, commanded) ?? {};
  return home;
}
