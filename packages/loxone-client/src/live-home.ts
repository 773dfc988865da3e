import type {
  CommandOutcome,
  CommandRequest,
  ControlId,
  HomeCategory,
  HomeChange,
  HomeControl,
  HomeInfo,
  HomeRoom,
  HomeState,
  HomeStatus,
  LoxoneHome,
} from '@gatehouse/loxone-controls';
import type { ExecuteOptions, Executor } from './executor.js';
import type { HomeMemory } from './home-memory.js';

/** The house as its users see it: memory for reading, the executor for acting. */
export class LiveHome implements LoxoneHome {
  /** Whether there is a visualisation password, or somebody who is asked for it. */
  readonly commandsSecured: boolean;
  readonly #memory: HomeMemory;
  readonly #executor: Executor;

  constructor(memory: HomeMemory, executor: Executor, commandsSecured: boolean) {
    this.commandsSecured = commandsSecured;
    this.#memory = memory;
    this.#executor = executor;
  }

  status(): HomeStatus {
    return this.#memory.status;
  }

  info(): HomeInfo | undefined {
    return this.#memory.house?.info;
  }

  rooms(): readonly HomeRoom[] {
    return this.#memory.house?.rooms ?? [];
  }

  categories(): readonly HomeCategory[] {
    return this.#memory.house?.categories ?? [];
  }

  controls(): readonly HomeControl[] {
    return this.#memory.house?.controls ?? [];
  }

  control(id: ControlId): HomeControl | undefined {
    return this.#memory.house?.byId.get(id);
  }

  states(id: ControlId): readonly HomeState[] {
    return this.#memory.states(id);
  }

  execute(request: CommandRequest, options: ExecuteOptions = {}): Promise<CommandOutcome> {
    return this.#executor.execute(request, options);
  }

  onChange(listener: (change: HomeChange) => void): () => void {
    return this.#memory.subscribe(listener);
  }
}
