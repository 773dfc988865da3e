import type { Control } from '../../src/house/control.js';
import { House } from '../../src/house/house.js';
import { uuidFrom } from '../../src/uuid-from.js';
import { ManualTime } from './manual-time.js';

/** A control on the bench. */
export interface Plan {
  readonly type: string;
  readonly name?: string;
  readonly details?: Record<string, unknown>;
  /** Names of states that the structure lists; physics keeps the others too. */
  readonly states?: readonly string[];
  /** Suffix → part. */
  readonly parts?: Record<string, Plan>;
  readonly secured?: boolean;
  readonly more?: Record<string, unknown>;
}

export function idOf(name: string): string {
  return uuidFrom(`bench/${name}`);
}

function describe(plan: Plan, id: string): Record<string, unknown> {
  const { type, name = type, details = {}, states = [], parts = {}, secured = false, more } = plan;
  return {
    name,
    type,
    uuidAction: id,
    details,
    isSecured: secured,
    states: Object.fromEntries(states.map((state) => [state, uuidFrom(`${id}/${state}`)])),
    subControls: Object.fromEntries(
      Object.entries(parts).map(([suffix, part]) => [
        `${id}/${suffix}`,
        describe(part, `${id}/${suffix}`),
      ]),
    ),
    ...more,
  };
}

/** Those that commands of controls change. */
export const GLOBAL_STATES: Readonly<Record<'favColors' | 'favColorSequences', string>> = {
  favColors: idOf('favColors'),
  favColorSequences: idOf('favColorSequences'),
};

/** A structure file with these controls, each under `idOf(name)`. */
export function structureOf(...plans: readonly Plan[]): Record<string, unknown> {
  return {
    lastModified: '2025-01-01 00:00:00',
    msInfo: { serialNr: '504F94A00001', msName: 'Bench', latitude: 48.2, longitude: 14.4 },
    globalStates: GLOBAL_STATES,
    rooms: {},
    cats: {},
    controls: Object.fromEntries(
      plans.map((plan) => {
        const id = idOf(plan.name ?? plan.type);
        return [id, describe(plan, id)];
      }),
    ),
  };
}

/** One house with some controls, and a hand on its clock. */
export class Bench {
  readonly time: ManualTime;
  readonly house: House;

  /** Time in the house is UTC. */
  constructor(plans: readonly Plan[], start = '2025-06-04T10:00:00Z') {
    this.time = new ManualTime(start);
    this.house = new House(structureOf(...plans), { clock: this.time.clock, utcOffsetMinutes: 0 });
  }

  /** By name, or `Name/suffix` for a part. */
  control(name: string): Control {
    const [base = '', suffix] = name.split('/');
    const id = suffix === undefined ? idOf(base) : `${idOf(base)}/${suffix}`;
    const control = this.house.find(id);
    if (control === undefined) throw new TypeError(`no control ${name} on the bench`);
    return control;
  }

  /** Sends a command. @returns Whether it was done. */
  send(name: string, tail: string): boolean {
    const { code, value } = this.house.execute(`${this.control(name).id}/${tail}`, {
      secured: true,
    });
    return code === 200 && value === '1';
  }

  /** Lets seconds pass, one by one. */
  wait(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += 1) {
      this.time.advance(1000);
      this.house.tick(1);
    }
  }

  /** Lets time jump. */
  jump(seconds: number): void {
    this.time.advance(seconds * 1000);
    this.house.tick(seconds);
  }

  number(name: string, state: string, index?: number): number {
    return this.control(name).number(state, index);
  }

  text(name: string, state: string): string {
    return this.control(name).text(state);
  }

  json(name: string, state: string): unknown {
    return JSON.parse(this.text(name, state));
  }

  /** A state of the house as a whole. */
  globalJson(name: keyof typeof GLOBAL_STATES): unknown {
    const content = this.house.states.get(GLOBAL_STATES[name]);
    return content?.kind === 'text' ? JSON.parse(content.text) : undefined;
  }
}

/** A bench for one control, called by its type. */
export function benchFor(
  type: string,
  plan: Omit<Plan, 'type' | 'name'> = {},
  start?: string,
): Bench {
  return new Bench([{ type, ...plan }], start);
}
