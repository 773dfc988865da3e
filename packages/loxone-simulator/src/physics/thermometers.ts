import { countDown } from './countdowns.js';
import { FineValue } from './fine-value.js';
import { carryOut, type Orders, sets, storesWhole, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

const SENSORS = ['Yellow', 'Green'] as const;
type Sensor = (typeof SENSORS)[number];
const COLD = 22;
const GRILL = 95;
const COOKING_SECONDS = 3600;
const MAX_TARGET = 300;
const MAX_TIMER = 86_400;

/** A thermometer with two probes for meat, and a kitchen timer (protocol reference §5.9). */
class SteakThermometer implements Physics {
  readonly #device: Device;
  readonly #orders: Orders;
  readonly #names: Record<Sensor, string> = { Yellow: 'Steak', Green: 'Roast' };
  readonly #probes: Readonly<Record<Sensor, FineValue>> = {
    Yellow: new FineValue(1),
    Green: new FineValue(1),
  };
  #timer = 600;

  constructor(device: Device) {
    this.#device = device;
    this.#orders = {
      quitalarm: sets(device, {
        yellowAlarmActive: 0,
        greenAlarmActive: 0,
        timerAlarmActive: 0,
        activeAlarmText: '',
        timerAlarm: '',
      }),
      setsensor: (command) => this.#setSensor(command),
      setdisplayalwaysonbat: storesWhole(device, 'displayAlwaysOnBat', 0, 1),
      setdisplayalwaysondc: storesWhole(device, 'displayAlwaysOnDc', 0, 1),
      setactive: storesWhole(device, 'activeControl', 0, 99),
      setthisactive: sets(device, { isActive: 1 }),
      settimerduration: takesWhole(1, MAX_TIMER, (seconds) => this.#setTimer(seconds)),
      starttimer: () => this.#runTimer(this.#timer),
      stoptimer: () => this.#runTimer(0),
      settouchprotection: storesWhole(device, 'touchProtection', 0, 1),
      setdisplaybrightness: storesWhole(device, 'displayBrightness', 0, 100),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      currentTemperatures: JSON.stringify([COLD, COLD]),
      temperatureYellow: COLD,
      temperatureGreen: COLD,
      targetYellow: 56,
      targetGreen: 74,
      sensorInfo: this.#sensorInfo(56, 74),
      sensorAlarms: '[]',
      timerInfo: this.#timerInfo(0),
      timerAlarm: '',
      availableControls: JSON.stringify([{ id: 0, name: this.#device.name }]),
      activeAlarmText: '',
      yellowAlarmActive: 0,
      greenAlarmActive: 0,
      timerAlarmActive: 0,
      timerRemaining: 0,
      deviceState: 1,
      displayAlwaysOnBat: 0,
      displayAlwaysOnDc: 1,
      activeControl: 0,
      isActive: 0,
      touchProtection: 0,
      displayBrightness: 80,
      powerMode: 1,
      batteryStateOfCharge: 84,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    const device = this.#device;
    for (const sensor of SENSORS) this.#cook(sensor, seconds);
    const temperatures = SENSORS.map((sensor) => device.number(`temperature${sensor}`));
    device.set('currentTemperatures', JSON.stringify(temperatures));
    if (!countDown(device, 'timerRemaining', seconds)) return;
    device.set('timerAlarmActive', 1);
    device.set('timerAlarm', JSON.stringify({ name: 'Timer' }));
    device.set('activeAlarmText', 'Timer');
  }

  /** Probes lie on the grill while the thermometer shows them. */
  #cook(sensor: Sensor, seconds: number): void {
    const device = this.#device;
    const goal = device.number('isActive') === 1 ? GRILL : COLD;
    const part = 1 - Math.exp(-seconds / COOKING_SECONDS);
    const before = device.number(`temperature${sensor}`);
    const now = this.#probes[sensor].move(before, (fine) => (goal - fine) * part);
    device.set(`temperature${sensor}`, now);
    const target = device.number(`target${sensor}`);
    if (before >= target || now < target) return;
    device.set(`${sensor.toLowerCase()}AlarmActive`, 1);
    device.set('activeAlarmText', `${this.#names[sensor]} is done`);
  }

  /** `{0 yellow | 1 green}/{temperature}/{name}` */
  #setSensor(command: WireCommand): boolean {
    const index = numberArgument(command, 0, 0, 1);
    const target = numberArgument(command, 1, 0, MAX_TARGET);
    const [, , name = ''] = command.args;
    const sensor = SENSORS[index ?? SENSORS.length];
    if (sensor === undefined || target === undefined) return false;
    this.#names[sensor] = name || this.#names[sensor];
    const device = this.#device;
    device.set(`target${sensor}`, target);
    device.set(
      'sensorInfo',
      this.#sensorInfo(device.number('targetYellow'), device.number('targetGreen')),
    );
    return true;
  }

  #setTimer(seconds: number): boolean {
    this.#timer = seconds;
    this.#device.set('timerInfo', this.#timerInfo(this.#device.number('timerRemaining')));
    return true;
  }

  #runTimer(seconds: number): boolean {
    this.#device.set('timerRemaining', seconds);
    this.#device.set('timerInfo', this.#timerInfo(seconds));
    return true;
  }

  #timerInfo(remaining: number): string {
    return JSON.stringify({ duration: this.#timer, running: remaining > 0 });
  }

  #sensorInfo(yellow: number, green: number): string {
    return JSON.stringify([
      { id: 0, name: this.#names.Yellow, target: yellow, connected: true },
      { id: 1, name: this.#names.Green, target: green, connected: true },
    ]);
  }
}

export const THERMOMETER_PHYSICS: PhysicsTable = {
  SteakThermo: (device) => new SteakThermometer(device),
};
