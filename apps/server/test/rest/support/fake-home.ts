import type {
  CommandOutcome,
  CommandRequest,
  HomeCategory,
  HomeChange,
  HomeControl,
  HomeInfo,
  HomeRoom,
  HomeState,
  HomeStateChange,
  HomeStatus,
  LoxoneHome,
} from '@gatehouse/loxone-controls';
import { checkCommand, decodeState } from '@gatehouse/loxone-controls';

type Wire = Readonly<Record<string, number | string>>;

/** What the house does with a command: wire values that change, or an outcome of its own. */
export type Reaction = (request: CommandRequest, control: HomeControl) => Wire | CommandOutcome;

/** A house in memory that a test steers: everything happens at once, and only when it is told. */
export class FakeHome implements LoxoneHome {
  readonly executed: CommandRequest[] = [];
  react: Reaction = () => ({ outcome: 'unchanged', waitedMs: 2000 });
  now = 1_800_000_000_000;
  current: HomeStatus = { phase: 'live', since: 0 };
  listeners = 0;
  #controls: readonly HomeControl[];
  #version = 1;
  readonly #wire = new Map<string, { readonly value: number | string; readonly at: number }>();
  readonly #subscribers = new Set<(change: HomeChange) => void>();

  constructor(controls: readonly HomeControl[], wire: Readonly<Record<string, Wire>> = {}) {
    this.#controls = controls;
    for (const [id, states] of Object.entries(wire)) {
      for (const [name, value] of Object.entries(states)) {
        this.#wire.set(`${id}#${name}`, { value, at: this.now });
      }
    }
  }

  status(): HomeStatus {
    return this.current;
  }

  info(): HomeInfo {
    const structureVersion = `2026-01-0${this.#version} 00:00:00`;
    return { name: 'Test house', serial: '0', temperatureUnit: '°C', structureVersion };
  }

  rooms(): readonly HomeRoom[] {
    return this.#controls.flatMap(({ room }) => room ?? []);
  }

  categories(): readonly HomeCategory[] {
    return this.#controls.flatMap(({ category }) => category ?? []);
  }

  controls(): readonly HomeControl[] {
    return this.#controls;
  }

  control(id: string): HomeControl | undefined {
    return this.#controls.find((control) => control.id === id);
  }

  states(id: string): readonly HomeState[] {
    const control = this.control(id);
    return Object.keys(control?.states ?? {}).map((name) => this.#state(id, name));
  }

  execute(request: CommandRequest): Promise<CommandOutcome> {
    this.executed.push(request);
    const control = this.control(request.control);
    if (control === undefined) return Promise.reject(new TypeError('unknown control in a test'));
    const { command, args = {} } = request;
    const check = checkCommand(control, command, args, this.states(control.id));
    if (!check.ok) return Promise.resolve({ outcome: 'invalid', problem: check.problem });
    const reaction = this.react(request, control);
    if (typeof reaction.outcome === 'string') return Promise.resolve(reaction as CommandOutcome);
    const changes = this.set(control.id, reaction as Wire);
    return Promise.resolve(
      changes.length > 0
        ? { outcome: 'changed', changes, tookMs: 30 }
        : { outcome: 'unchanged', waitedMs: 2000 },
    );
  }

  onChange(listener: (change: HomeChange) => void): () => void {
    this.#subscribers.add(listener);
    this.listeners = this.#subscribers.size;
    return () => {
      this.#subscribers.delete(listener);
      this.listeners = this.#subscribers.size;
    };
  }

  /** The Miniserver pushes states. @returns Those that really changed. */
  set(id: string, wire: Wire): readonly HomeStateChange[] {
    this.now += 1000;
    const changes = Object.entries(wire).flatMap(([name, value]) => {
      const before = this.#state(id, name).value;
      if (this.#wire.get(`${id}#${name}`)?.value === value) return [];
      this.#wire.set(`${id}#${name}`, { value, at: this.now });
      return [{ control: id, state: this.#state(id, name), before }];
    });
    if (changes.length > 0) this.emit({ type: 'states', changes });
    return changes;
  }

  /** Somebody has changed the house with the vendor's program. */
  replace(controls: readonly HomeControl[]): void {
    this.#controls = controls;
    this.#version += 1;
    this.emit({ type: 'structure' });
  }

  /** The connection stands differently. */
  phase(phase: HomeStatus['phase'], problem?: string): void {
    this.current = { phase, since: this.now, ...(problem !== undefined && { problem }) };
    this.emit({ type: 'status', status: this.current });
  }

  emit(change: HomeChange): void {
    for (const listener of [...this.#subscribers]) listener(change);
  }

  #state(id: string, name: string): HomeState {
    const control = this.control(id);
    const wire = this.#wire.get(`${id}#${name}`);
    const { type = '', details = {} } = control ?? {};
    return {
      name,
      ...decodeState(type, name, wire?.value, { details }),
      ...(wire !== undefined && { receivedAt: wire.at }),
    };
  }
}
