import type {
  CommandOutcome,
  CommandRequest,
  HomeChange,
  HomeControl,
  HomeInfo,
  HomeState,
  HomeStateChange,
  HomeStatus,
  LoxoneHome,
} from '@gatehouse/loxone-controls';
import { checkCommand, decodeState } from '@gatehouse/loxone-controls';

/** Wire values by control id and state name. */
export type WireStates = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

/** What the house does with a command: the wire values that change, or an outcome of its own. */
export type Reaction = (
  request: CommandRequest,
  control: HomeControl,
) => Readonly<Record<string, number | string>> | CommandOutcome;

/** A house in memory that tests can steer and that counts what is asked of it. */
export class FakeHome implements LoxoneHome {
  readonly executed: { request: CommandRequest; waitMs: number | undefined }[] = [];
  readonly reads = { controls: 0, states: 0 };
  listeners = 0;
  /** How often `status` answers before the next phase is read. */
  current: HomeStatus = { phase: 'live', since: 0 };
  react: Reaction = () => ({ outcome: 'unchanged', waitedMs: 2000 });
  #controls: readonly HomeControl[];
  readonly #wire = new Map<string, number | string>();
  readonly #subscribers = new Set<(change: HomeChange) => void>();
  structureVersion = '2026-01-01 00:00:00';

  constructor(controls: readonly HomeControl[], wire: WireStates = {}) {
    this.#controls = controls;
    for (const [id, states] of Object.entries(wire)) {
      for (const [name, value] of Object.entries(states)) this.#wire.set(key(id, name), value);
    }
  }

  status(): HomeStatus {
    return this.current;
  }

  info(): HomeInfo {
    const { structureVersion } = this;
    return { name: 'Test house', serial: '0', temperatureUnit: '°C', structureVersion };
  }

  rooms(): readonly { id: string; name: string }[] {
    return this.#controls.flatMap((control) => control.room ?? []);
  }

  categories(): readonly { id: string; name: string; type: string }[] {
    return this.#controls.flatMap((control) => control.category ?? []);
  }

  controls(): readonly HomeControl[] {
    this.reads.controls += 1;
    return this.#controls;
  }

  control(id: string): HomeControl | undefined {
    return this.#controls.find((control) => control.id === id);
  }

  states(id: string): readonly HomeState[] {
    this.reads.states += 1;
    const control = this.control(id);
    if (control === undefined) return [];
    return Object.keys(control.states).map((name) => this.#state(control, name));
  }

  execute(
    request: CommandRequest,
    options: { readonly waitMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<CommandOutcome> {
    this.executed.push({ request, waitMs: options.waitMs });
    const control = this.control(request.control);
    if (control === undefined) return Promise.reject(new TypeError('unknown control in a test'));
    const check = checkCommand(
      control,
      request.command,
      request.args ?? {},
      this.states(control.id),
    );
    if (!check.ok) return Promise.resolve({ outcome: 'invalid', problem: check.problem });
    const reaction = this.react(request, control);
    if (isOutcome(reaction)) return Promise.resolve(reaction);
    const changes = this.set(control.id, reaction);
    return Promise.resolve(
      changes.length > 0
        ? { outcome: 'changed', changes, tookMs: 30 }
        : { outcome: 'unchanged', waitedMs: options.waitMs ?? 2000 },
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
  set(id: string, wire: Readonly<Record<string, number | string>>): readonly HomeStateChange[] {
    const control = this.control(id);
    if (control === undefined) throw new TypeError('unknown control in a test');
    const changes = Object.entries(wire).flatMap(([name, value]) => {
      const before = this.#state(control, name).value;
      if (this.#wire.get(key(id, name)) === value) return [];
      this.#wire.set(key(id, name), value);
      return [{ control: id, state: this.#state(control, name), before }];
    });
    if (changes.length > 0) this.emit({ type: 'states', changes });
    return changes;
  }

  /** Somebody has changed the house with the vendor's program. */
  replaceStructure(controls: readonly HomeControl[], version: string): void {
    this.#controls = controls;
    this.structureVersion = version;
    this.emit({ type: 'structure' });
  }

  emit(change: HomeChange): void {
    for (const listener of this.#subscribers) listener(change);
  }

  #state(control: HomeControl, name: string): HomeState {
    const wire = this.#wire.get(key(control.id, name));
    return { name, ...decodeState(control.type, name, wire, { details: control.details }) };
  }
}

function key(id: string, name: string): string {
  return `${id}#${name}`;
}

function isOutcome(
  reaction: Readonly<Record<string, number | string>> | CommandOutcome,
): reaction is CommandOutcome {
  return typeof reaction.outcome === 'string';
}
