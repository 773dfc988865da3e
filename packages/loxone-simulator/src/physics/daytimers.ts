import type { DaytimerEntry } from '@gatehouse/loxone-protocol';
import type {
  Device,
  InitialState,
  Physics,
  PhysicsTable,
  Schedule,
  WireCommand,
  World,
} from './physics.js';
import { numberArgument, parseNumber } from './wire-command.js';

const MODES =
  '3:mode=3;name="Monday",4:mode=4;name="Tuesday",5:mode=5;name="Wednesday",6:mode=6;name="Thursday",7:mode=7;name="Friday",8:mode=8;name="Saturday",9:mode=9;name="Sunday"';
const FIRST_WEEKDAY_MODE = 3;
const WORKDAYS = [3, 4, 5, 6, 7] as const;
const SCHEDULE_STATE = 'entriesAndDefaultValue';
const DAY_MINUTES = 1440;
/** Ids of the temperatures of an `IRoomController` are 0 to 7. */
const LAST_TEMPERATURE = 7;

/** A week's plan with an override that counts down (protocol reference §5.4). */
class Daytimer implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #overrideValue: number | undefined;
  /** The entry that somebody has let begin; it lasts until another one is due. */
  #activated = '';

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const schedule = workdaySchedule();
    return {
      mode: this.#mode(),
      override: 0,
      value: this.#planned(schedule),
      [SCHEDULE_STATE]: schedule,
      modeList: MODES,
      resetActive: 0,
      needsActivation: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = this.#act(command);
    if (done) this.#follow();
    return done;
  }

  tick(seconds: number): void {
    const left = this.#device.number('override');
    if (left > 0) {
      this.#device.set('override', Math.max(0, Math.ceil(left - seconds)));
      if (left <= seconds) this.#overrideValue = undefined;
    }
    this.#follow();
  }

  #act(command: WireCommand): boolean {
    switch (command.word) {
      case 'pulse':
        this.#activated = keyOf(this.#entry(this.#device.schedule(SCHEDULE_STATE)));
        return command.args.length === 0;
      case 'default': {
        const defaultValue = this.#value(numberArgument(command, 0));
        if (defaultValue === undefined) return false;
        const { entries } = this.#device.schedule(SCHEDULE_STATE);
        this.#device.set(SCHEDULE_STATE, { defaultValue, entries });
        return true;
      }
      case 'startoverride':
        return this.#startOverride(
          this.#value(numberArgument(command, 0)),
          numberArgument(command, 1, 1),
        );
      case 'stopoverride':
        this.#overrideValue = undefined;
        this.#device.set('override', 0);
        return true;
      case 'set':
      case 'setc':
        return this.#replace(command.args);
      case 'modeslist':
      case 'modeslistc':
        return this.#nameModes(command.args);
      default:
        return false;
    }
  }

  /** Plans of the first room controller name one of its temperatures. */
  #value(value: number | undefined): number | undefined {
    if (this.#device.type !== 'IRCDaytimer' || value === undefined) return value;
    return Number.isInteger(value) && value >= 0 && value <= LAST_TEMPERATURE ? value : undefined;
  }

  #startOverride(value: number | undefined, seconds: number | undefined): boolean {
    if (value === undefined || seconds === undefined) return false;
    this.#overrideValue = value;
    this.#device.set('override', Math.round(seconds));
    return true;
  }

  /** `set/{count}/{mode};{from};{to};{needActivate};{value}/…` */
  #replace([count = '', ...lines]: readonly string[]): boolean {
    const entries = lines.map(parseEntry).filter((entry) => entry !== undefined);
    if (parseNumber(count) !== entries.length || entries.length !== lines.length) return false;
    if (entries.some(({ value }) => this.#value(value) === undefined)) return false;
    const { defaultValue } = this.#device.schedule(SCHEDULE_STATE);
    this.#device.set(SCHEDULE_STATE, { defaultValue, entries });
    return true;
  }

  /** Modes of the plan that are left; one that is no mode of the house is refused. */
  #nameModes(args: readonly string[]): boolean {
    const modes = args.flatMap((argument) => argument.split(',')).map(parseNumber);
    if (modes.length === 0 || modes.some((mode) => mode === undefined)) return false;
    const known = MODES.split(',').filter((mode) =>
      modes.includes(parseNumber(mode.split(':')[0])),
    );
    this.#device.set('modeList', known.join(','));
    return true;
  }

  #follow(): void {
    const schedule = this.#device.schedule(SCHEDULE_STATE);
    const waits = this.#waits(this.#entry(schedule));
    this.#device.set('mode', this.#mode());
    this.#device.set('needsActivation', waits ? 1 : 0);
    this.#device.set('value', this.#overrideValue ?? this.#planned(schedule));
  }

  #planned(schedule: Schedule): number {
    const entry = this.#entry(schedule);
    if (entry === undefined || this.#waits(entry)) return schedule.defaultValue;
    // A digital timer carries no values: an entry means "on".
    return this.#device.details.analog === true ? entry.value : 1;
  }

  /** Some entries begin only when somebody says so. */
  #waits(entry: DaytimerEntry | undefined): boolean {
    return entry?.needActivate === true && this.#activated !== keyOf(entry);
  }

  #entry(schedule: Schedule): DaytimerEntry | undefined {
    const { minutes } = this.#world.environment.localTime(this.#world.now());
    const mode = this.#mode();
    return schedule.entries.find(
      (span) => span.mode === mode && span.from <= minutes && minutes < span.to,
    );
  }

  #mode(): number {
    return FIRST_WEEKDAY_MODE + this.#world.environment.localTime(this.#world.now()).weekday;
  }
}

function keyOf(entry: DaytimerEntry | undefined): string {
  return entry === undefined ? '' : `${entry.mode}/${entry.from}`;
}

function workdaySchedule(): Schedule {
  const entries = WORKDAYS.flatMap((mode) => [span(mode, 390, 510), span(mode, 1020, 1320)]);
  return { defaultValue: 0, entries: [...entries, span(8, 480, 1380), span(9, 480, 1320)] };
}

function span(mode: number, from: number, to: number): DaytimerEntry {
  return { mode, from, to, needActivate: false, value: 1 };
}

function parseEntry(text: string): DaytimerEntry | undefined {
  const [mode, from, to, needActivate, value] = text.split(';').map(parseNumber);
  if (mode === undefined || from === undefined || to === undefined) return undefined;
  if (needActivate === undefined || value === undefined) return undefined;
  if (from < 0 || to > DAY_MINUTES || from >= to) return undefined;
  return { mode, from, to, needActivate: needActivate === 1, value };
}

export const DAYTIMER_PHYSICS: PhysicsTable = {
  Daytimer: (device, world) => new Daytimer(device, world),
  IRCDaytimer: (device, world) => new Daytimer(device, world),
  IRCV2Daytimer: (device, world) => new Daytimer(device, world),
  PoolDaytimer: (device, world) => new Daytimer(device, world),
};
