import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

/** Central command word → what every member is told. */
type Orders = Readonly<Record<string, string>>;

const LIGHT_ORDERS: Orders = { on: 'changeTo/777', reset: 'changeTo/778', off: 'changeTo/778' };
const JALOUSIE_ORDERS: Orders = {
  fullup: 'FullUp',
  fulldown: 'FullDown',
  shade: 'shade',
  auto: 'auto',
  noauto: 'NoAuto',
  stop: 'stop',
};
const GATE_ORDERS: Orders = { open: 'open', close: 'close', stop: 'stop' };
const WINDOW_ORDERS: Orders = {
  toggle: 'toggle',
  fullopen: 'fullopen',
  fullclose: 'fullclose',
  slightlyopen: 'slightlyOpen',
  protection: 'fullclose',
  stop: 'stop',
};
const ALARM_ORDERS: Orders = { on: 'on', off: 'off', quit: 'quit', delayedon: 'delayedon' };
const AUDIO_ORDERS: Orders = { play: 'play', pause: 'pause', volup: 'volUp', voldown: 'volDown' };

/** Words whose arguments are passed on as they are. */
const PASSED_ON: ReadonlySet<string> = new Set(['movetoposition', 'open', 'close']);

/** Commands all of its members at once; it has no states of its own worth the name. */
class Central implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #ordering = false;

  constructor(device: Device, world: World, orders: Orders) {
    this.#device = device;
    this.#world = world;
    this.#orders = orders;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { events: 0, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    if (command.word === 'setmoods') return this.#setMoods(command.args[0] ?? '');
    if (command.word !== 'selectedcontrols') {
      return this.#order(this.#members(), command.word, command.args);
    }
    const [ids = '', word = '', ...args] = command.args;
    const wanted = new Set(ids.split(','));
    const chosen = this.#members().filter((member) => wanted.has(member));
    return this.#order(chosen, word.toLowerCase(), args);
  }

  #order(members: readonly string[], word: string, args: readonly string[]): boolean {
    const tail =
      this.#orders[word] ??
      (PASSED_ON.has(word) && args.length > 0 ? [word, ...args].join('/') : undefined);
    // Centrals that name each other would go on for ever.
    if (tail === undefined || this.#ordering) return false;
    this.#ordering = true;
    for (const member of members) this.#world.command(member, tail);
    this.#ordering = false;
    return true;
  }

  /** `{uuid}:{mood id},…` */
  #setMoods(list: string): boolean {
    const wishes = list.split(',').map((wish) => wish.split(':'));
    const members = new Set(this.#members());
    if (!wishes.every(([uuid = '', mood = '']) => members.has(uuid) && /^\d+$/.test(mood)))
      return false;
    for (const [uuid = '', mood = ''] of wishes) this.#world.command(uuid, `changeTo/${mood}`);
    return true;
  }

  #members(): readonly string[] {
    return memberIds(this.#device.details);
  }
}

/** The controls that a central control stands for (`details.controls`, protocol reference §5). */
export function memberIds(details: Readonly<Record<string, unknown>>): readonly string[] {
  const { controls } = details;
  if (!Array.isArray(controls)) return [];
  return controls.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'uuid' in entry && typeof entry.uuid === 'string'
      ? [entry.uuid]
      : [],
  );
}

function central(orders: Orders): PhysicsTable[string] {
  return (device, world) => new Central(device, world, orders);
}

export const CENTRAL_PHYSICS: PhysicsTable = {
  CentralLightController: central(LIGHT_ORDERS),
  CentralJalousie: central(JALOUSIE_ORDERS),
  CentralGate: central(GATE_ORDERS),
  CentralWindow: central(WINDOW_ORDERS),
  WindowCentral: central(WINDOW_ORDERS),
  CentralAlarm: central(ALARM_ORDERS),
  CentralAudioZone: central(AUDIO_ORDERS),
};
