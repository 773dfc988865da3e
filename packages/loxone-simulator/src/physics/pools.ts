import { FineValue } from './fine-value.js';
import { approach } from './noise.js';
import { carryOut, type Order, type Orders, sets, stores, storesWhole, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

/** Values of `currentCycle`. */
const CYCLE = { idle: 0, filter: 1, backwash: 2, circulate: 3, drain: 4 } as const;
const COVER_SECONDS = 60;
const MAX_SECONDS = 86_400;
const WATER_HOURS = 20;
const HEATED_HOURS = 4;
const OFF = -1;

/** What a cycle is called on the wire → its number and the state that holds how long it takes. */
const CYCLES: Readonly<Record<string, readonly [cycle: number, time: string]>> = {
  filter: [CYCLE.filter, 'filterTime'],
  backwash: [CYCLE.backwash, 'backwashTime'],
  circulate: [CYCLE.circulate, 'circulateTime'],
  drain: [CYCLE.drain, 'drainTime'],
};

const TIMES = ['delay', 'filter', 'backwash', 'rinse', 'circulate', 'drain'] as const;

/** A pool: its water, its cover, and the cycles of its filter (protocol reference §5.9). */
class PoolController implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  readonly #temperature = new FineValue(1);
  #coverGoal: number | undefined;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = this.#makeOrders();
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      currentOpMode: 0,
      currentTempMode: 0,
      tempActual: 23.5,
      tempTarget: 26,
      waterLevel: 1,
      custom1: 7.2,
      custom2: 650,
      heatingApproved: 1,
      coolingApproved: 0,
      ecoActive: 0,
      swimmingMachine: 0,
      coverPosition: 1,
      coverOpening: 0,
      coverClosing: 0,
      currentCycle: CYCLE.idle,
      remainingTime: 0,
      valvePosition: OFF,
      pump: 0,
      drainValve: 0,
      delayTime: 30,
      filterTime: 7200,
      backwashTime: 180,
      rinseTime: 60,
      circulateTime: 3600,
      drainTime: 600,
      error: 0,
      cycleAbortable: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    this.#moveCover(seconds);
    this.#warm(seconds);
    const left = this.#device.number('remainingTime');
    if (left <= 0) return;
    this.#device.set('remainingTime', Math.max(0, Math.ceil(left - seconds)));
    if (left <= seconds) this.#start(CYCLE.idle, 0);
  }

  #makeOrders(): Orders {
    const device = this.#device;
    const cycles = Object.entries(CYCLES).map(([word, [cycle, time]]): [string, Order] => [
      word,
      ({ args }) => args.length === 0 && this.#start(cycle, device.number(time)),
    ]);
    const times = TIMES.map((name): [string, Order] => [
      `${name}time`,
      stores(device, `${name}Time`, 0, MAX_SECONDS),
    ]);
    return {
      ...Object.fromEntries([...cycles, ...times]),
      coveropen: () => this.#cover(0),
      coverclose: () => this.#cover(1),
      operatingmode: storesWhole(device, 'currentOpMode', 0, 2),
      tempmode: storesWhole(device, 'currentTempMode', 0, 5),
      eco: storesWhole(device, 'ecoActive', 0, 1),
      targettemp: stores(device, 'tempTarget', 0, 45),
      swimmingmachine: stores(device, 'swimmingMachine', 0, 100),
      startcycle: ({ args: [cycle, seconds] }) => this.#startNumbered(Number(cycle), seconds),
      valvepos: storesWhole(device, 'valvePosition', 0, 5),
      pump: storesWhole(device, 'pump', 0, 1),
      drainvalve: storesWhole(device, 'drainValve', 0, 1),
      reset: () => this.#reset(),
      disable: takes(0, 1, (off) => this.#disable(off === 1)),
      approveheating: storesWhole(device, 'heatingApproved', 0, 1),
      approvecooling: storesWhole(device, 'coolingApproved', 0, 1),
      skipdelay: sets(device, { remainingTime: 0 }),
      ackerror: sets(device, { error: 0 }),
    };
  }

  #startNumbered(cycle: number, seconds: string | undefined): boolean {
    const [, time] = Object.values(CYCLES).find(([number]) => number === cycle) ?? [];
    if (time === undefined) return false;
    const wanted = seconds === undefined ? this.#device.number(time) : Number(seconds);
    return wanted >= 0 && wanted <= MAX_SECONDS && this.#start(cycle, wanted);
  }

  #start(cycle: number, seconds: number): boolean {
    const device = this.#device;
    const runs = cycle !== CYCLE.idle && seconds > 0;
    device.set('currentCycle', runs ? cycle : CYCLE.idle);
    device.set('remainingTime', runs ? Math.ceil(seconds) : 0);
    device.set('pump', runs && cycle !== CYCLE.drain ? 1 : 0);
    device.set('drainValve', runs && cycle === CYCLE.drain ? 1 : 0);
    device.set('valvePosition', runs ? cycle - 1 : OFF);
    device.set('cycleAbortable', runs ? 1 : 0);
    return true;
  }

  #reset(): boolean {
    this.#device.set('error', 0);
    return this.#start(CYCLE.idle, 0);
  }

  /** Out of order, as in winter: it neither heats nor filters. */
  #disable(off: boolean): boolean {
    this.#device.set('heatingApproved', off ? 0 : 1);
    return off ? this.#start(CYCLE.idle, 0) : true;
  }

  #cover(goal: 0 | 1): boolean {
    this.#coverGoal = goal;
    this.#device.set('coverOpening', goal === 0 ? 1 : 0);
    this.#device.set('coverClosing', goal === 1 ? 1 : 0);
    return true;
  }

  #moveCover(seconds: number): void {
    const device = this.#device;
    if (this.#coverGoal === undefined) return;
    const position = device.number('coverPosition');
    device.set('coverPosition', approach(position, this.#coverGoal, seconds / COVER_SECONDS));
    if (device.number('coverPosition') !== this.#coverGoal) return;
    this.#coverGoal = undefined;
    device.set('coverOpening', 0);
    device.set('coverClosing', 0);
  }

  #warm(seconds: number): void {
    const device = this.#device;
    const target = device.number('tempTarget') - (device.number('ecoActive') === 1 ? 2 : 0);
    const actual = device.number('tempActual');
    const heats = device.number('heatingApproved') === 1 && actual < target;
    const goal = heats ? target + 1 : this.#world.environment.outdoorTemperature(this.#world.now());
    const constant = (heats ? HEATED_HOURS : WATER_HOURS) * 3600;
    const part = 1 - Math.exp(-seconds / constant);
    device.set(
      'tempActual',
      this.#temperature.move(actual, (fine) => (goal - fine) * part),
    );
  }
}

export const POOL_PHYSICS: PhysicsTable = {
  PoolController: (device, world) => new PoolController(device, world),
};
