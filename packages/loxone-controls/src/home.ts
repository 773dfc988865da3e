import type { CommandRisk, ControlCapability, Family } from './types.js';

/** `xxxxxxxx-xxxx-xxxx-xxxxxxxxxxxxxxxx`, or `<uuid>/<suffix>` for a part of a control. */
export type ControlId = string;

/** A room of the house. */
export interface HomeRoom {
  readonly id: string;
  readonly name: string;
}

/** A category of the house; `type` is Loxone's: `lights`, `shading`, `undefined`, … */
export interface HomeCategory {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** A control as the structure file has it, flattened: parts of controls stand beside them. */
export interface HomeControl {
  /** What commands address (`uuidAction`). */
  readonly id: ControlId;
  readonly name: string;
  /** Loxone's type name, also where the catalog does not know it. */
  readonly type: string;
  readonly family: Family;
  /** What this very control can do; `capabilitiesOf` says it. */
  readonly capabilities: readonly ControlCapability[];
  readonly room?: HomeRoom;
  readonly category?: HomeCategory;
  /** The control that this one is a part of (a circuit of a light controller). */
  readonly parent?: ControlId;
  /** Type of that control: it can raise the risk of a part's commands. */
  readonly parentType?: string;
  /** Needs the visualisation password. */
  readonly secured: boolean;
  readonly favorite: boolean;
  /** The type's own settings, untouched. */
  readonly details: Readonly<Record<string, unknown>>;
  /** State name → state uuid (or several of them). */
  readonly states: Readonly<Record<string, string | readonly string[]>>;
}

/** What a state can hold once it is decoded. */
export type StateValue =
  | number
  | boolean
  | string
  | null
  | readonly unknown[]
  | { readonly [key: string]: unknown };

/** One live state, decoded by the catalog. */
export interface HomeState {
  readonly name: string;
  /** Scaled and typed; `null` while the Miniserver has not reported it. */
  readonly value: StateValue;
  readonly unit?: string;
  /** The value in words, where the catalog has one: `closed`. */
  readonly text?: string;
  /** When this process received it, epoch milliseconds. */
  readonly receivedAt?: number;
}

/** One state that changed. */
export interface HomeStateChange {
  readonly control: ControlId;
  readonly state: HomeState;
  readonly before: StateValue;
}

/** How the connection to the Miniserver stands. */
export interface HomeStatus {
  /**
   * `connecting`: first attempt, nothing known yet · `live`: states are being pushed ·
   * `reconnecting`: was live; what is known may be old · `rejected`: the Miniserver refused the
   * credentials, and they are not tried again · `stopped`.
   */
  readonly phase: 'connecting' | 'live' | 'reconnecting' | 'rejected' | 'stopped';
  /** Since when, epoch milliseconds. */
  readonly since: number;
  /** A sentence for people: what is wrong and what is being done about it. */
  readonly problem?: string;
  /** When the next attempt is due, epoch milliseconds. */
  readonly retryAt?: number;
}

/** What is known of the house as a whole. */
export interface HomeInfo {
  readonly name: string;
  readonly serial: string;
  readonly projectName?: string;
  readonly firmware?: string;
  readonly language?: string;
  readonly temperatureUnit: '°C' | '°F';
  /** `lastModified` of the structure file. */
  readonly structureVersion: string;
  /** What of the structure file cannot be right and was left out; absent when nothing was. */
  readonly problems?: readonly HomeProblem[];
}

/** A room, a control or a part of one that could not be read. */
export interface HomeProblem {
  /** The path to it in the structure file: `controls.<uuid>.type`. */
  readonly field: string;
  /** `must be text, got number` */
  readonly problem: string;
}

/** A command for one control. */
export interface CommandRequest {
  readonly control: ControlId;
  /** A command's name in the catalog, for example `set-position`. */
  readonly command: string;
  /** Argument name → value; numbers may also come as numeric text. */
  readonly args?: Readonly<Record<string, string | number>>;
}

/** What the house then did (rule 8): never merely "sent". */
export type CommandOutcome =
  /** The Miniserver accepted it and these states changed within the wait. */
  | {
      readonly outcome: 'changed';
      readonly changes: readonly HomeStateChange[];
      readonly tookMs: number;
    }
  /** The Miniserver accepted it; no state of the control changed within the wait. */
  | { readonly outcome: 'unchanged'; readonly waitedMs: number }
  /** It was not sent: the catalog says it cannot be right. `problem` says why and what is possible. */
  | { readonly outcome: 'invalid'; readonly problem: CommandProblem }
  /** The Miniserver said no. */
  | { readonly outcome: 'refused'; readonly code: number; readonly message: string }
  /** It was not sent: there is no live connection. */
  | { readonly outcome: 'offline'; readonly status: HomeStatus }
  /** It was sent, and the connection was lost or the wait aborted before an answer: nobody knows. */
  | { readonly outcome: 'unknown'; readonly message: string };

/** Why a command cannot be right. */
export type CommandProblem =
  | { readonly code: 'unknown-control'; readonly message: string }
  | {
      readonly code: 'unknown-command';
      readonly message: string;
      readonly commands: readonly string[];
    }
  | { readonly code: 'missing-argument'; readonly message: string; readonly argument: string }
  | { readonly code: 'unknown-argument'; readonly message: string; readonly argument: string }
  | {
      readonly code: 'out-of-range';
      readonly message: string;
      readonly argument: string;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly code: 'not-a-choice';
      readonly message: string;
      readonly argument: string;
      readonly choices: readonly string[];
    }
  | { readonly code: 'secured'; readonly message: string };

/** A command that the catalog has checked. */
export interface CheckedCommand {
  /** The tail after `jdev/sps/io/{uuid}/`. */
  readonly wire: string;
  readonly risk: CommandRisk;
  /** Names of the states that should change. */
  readonly affects: readonly string[];
}

/** What changed in the house. */
export type HomeChange =
  | { readonly type: 'states'; readonly changes: readonly HomeStateChange[] }
  | { readonly type: 'structure' }
  | { readonly type: 'status'; readonly status: HomeStatus };

/**
 * A Loxone house, live in memory. Reading never asks the Miniserver (rule 3): all getters answer at
 * once from what was pushed, and are empty before the first connection.
 */
export interface LoxoneHome {
  /** Whether the visualisation password is known, without which secured controls are only read. */
  readonly commandsSecured?: boolean;
  status(): HomeStatus;
  info(): HomeInfo | undefined;
  rooms(): readonly HomeRoom[];
  categories(): readonly HomeCategory[];
  controls(): readonly HomeControl[];
  control(id: ControlId): HomeControl | undefined;
  /** All states of one control; empty for an unknown id. */
  states(id: ControlId): readonly HomeState[];
  /**
   * Checks a command against the catalog, sends it and waits for the states that it affects.
   *
   * @param options.waitMs - How long to wait for a state change after the answer; 0–60,000,
   *   default 2,000.
   * @param options.signal - Ends the wait early with the outcome `unknown`.
   */
  execute(
    request: CommandRequest,
    options?: { readonly waitMs?: number; readonly signal?: AbortSignal },
  ): Promise<CommandOutcome>;
  /** @returns A function that ends the subscription. */
  onChange(listener: (change: HomeChange) => void): () => void;
}
