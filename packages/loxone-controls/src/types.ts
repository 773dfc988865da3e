/**
 * How much harm a command can do; the same words as the auth framework's `Risk`, which this
 * package does not import: a Loxone client needs no auth framework.
 */
export type CommandRisk = 'control' | 'access' | 'admin';

/** What a control is for, whatever its type. */
export type Family =
  | 'lights'
  | 'covers'
  | 'switches'
  | 'climate'
  | 'media'
  | 'access'
  | 'security'
  | 'energy'
  | 'sensors'
  | 'scenes'
  | 'appliances'
  | 'information';

/** What can be asked of every control of a type, apart from its commands. */
export type Capability =
  /** Has `on` and `off`. */
  | 'switchable'
  /** Takes a brightness. */
  | 'dimmable'
  /** Takes a colour. */
  | 'colorable'
  /** Has moods or scenes. */
  | 'moods'
  /** Goes to a position in percent. */
  | 'positionable'
  /** Has slats that turn. */
  | 'tiltable'
  /** Can be stopped on its way. */
  | 'stoppable'
  /** Acts on its members, and has no state of its own. */
  | 'central';

/** What more can be said of one control, also from its own details. */
export type Trait =
  /** A light by its family, or a switch that the house files under lights. */
  | 'light'
  /** Takes a colour temperature. */
  | 'tunableWhite'
  /** Takes a value or a text. */
  | 'settable'
  /** One of several outputs, modes or sources is chosen. */
  | 'selectable'
  /** Takes a short press. */
  | 'pulsable'
  /** Switches itself off after a time. */
  | 'timed'
  /** Takes a temperature that is aimed at. */
  | 'targetTemperature'
  | 'heats'
  | 'cools'
  /** Plays and pauses. */
  | 'playable'
  /** Has a volume that can be changed. */
  | 'volume'
  /** Is armed and disarmed. */
  | 'armable'
  /** Has alarms or faults that are acknowledged. */
  | 'acknowledgeable'
  /** Charges a car. */
  | 'chargeable'
  /** Has a schedule that can be changed. */
  | 'schedulable'
  /** Follows an automatic that can be switched. */
  | 'automatic'
  /** Takes no commands of its own. */
  | 'readOnly'
  /** Needs the visualisation password. */
  | 'secured'
  /** Can be locked against all commands. */
  | 'lockable'
  /** Remembers who did what. */
  | 'hasHistory'
  /** Its values are recorded. */
  | 'hasStatistics';

/** Everything that can be said of what a control can do. */
export type ControlCapability = Capability | Trait;

/** One state of a control type, as the Miniserver pushes it. */
export interface StateSpec {
  /** Key in the control's `states` object of the structure file. */
  readonly name: string;
  /** `number`: value table · `text`: text table · `json`: text that holds JSON. */
  readonly kind: 'number' | 'boolean' | 'text' | 'json';
  /** One sentence for an assistant: what it means, and which way it counts. */
  readonly meaning: string;
  /** Unit after scaling: `%`, `°C`, `s`, `min`, `kW`, `kWh`. */
  readonly unit?: string;
  /** Multiply the wire value by this: 100 for states that run from 0 to 1 and are shown in percent. */
  readonly scale?: number;
  /** Meaning of each wire value, in words: `{ '0': 'closed', '1': 'open' }`. */
  readonly values?: Readonly<Record<string, string>>;
  /** Words for a number that {@link values} does not list: `{value} % closed`. */
  readonly words?: string;
  /**
   * Details of the control that name the values: `{ '1': 'Party' }`, `[{ id, name }]`,
   * `{ on, off }`, or a text, which names the value 0.
   */
  readonly wordsFromDetails?: readonly string[];
  /** Detail of the control that holds the printf format of the number: `format`, `%.1f°`. */
  readonly formatFromDetails?: string;
  /** Wire values that mean "there is none"; they are decoded to `null`. */
  readonly absent?: readonly number[];
  /**
   * The number is a point in time: seconds since 2009 (`loxone`, by the Miniserver's own clock),
   * seconds or milliseconds since 1970.
   */
  readonly instant?: 'loxone' | 'unix' | 'unix-ms';
  /** The structure file numbers it: `actual0`, `actual1`, … */
  readonly indexed?: boolean;
  /** The state that answers "how is it?" at a glance; at most two per type. */
  readonly main?: boolean;
}

/** Where the ends of a range stand, each if the control has it. */
export interface RangeSource {
  readonly min?: string;
  readonly max?: string;
}

/** One argument of a command. */
export type ArgumentSpec =
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly meaning: string;
      readonly min?: number;
      readonly max?: number;
      readonly integer?: boolean;
      readonly unit?: string;
      /** It tells which, not how much: an id or a position, with nothing between two of them. */
      readonly isIdentifier?: true;
      /** Details of the control that narrow the range: `{ min: 'min', max: 'max' }`. */
      readonly rangeFromDetails?: RangeSource;
      /** States of the control that narrow the range, likewise. */
      readonly rangeFromStates?: RangeSource;
      /** Detail of the control that lists the possible numbers, as its keys or as `[{ id }]`. */
      readonly choicesFromDetails?: string;
    }
  | {
      readonly name: string;
      readonly kind: 'choice';
      readonly meaning: string;
      /** Accepted words and what each becomes on the wire. */
      readonly choices: Readonly<Record<string, string>>;
    }
  | {
      readonly name: string;
      readonly kind: 'text';
      readonly meaning: string;
      /** In characters; at least one is always needed. */
      readonly maxLength: number;
      /**
       * What it must look like as a whole, as the source of a regular expression. It is then sent
       * as it stands, so the expression admits only characters that are safe in a path.
       */
      readonly pattern?: string;
      /** One that fits the {@link pattern}, as it is given. */
      readonly example?: string;
      /**
       * It is a list: items of the {@link pattern}, given with spaces between them, or free texts
       * with `|` between them, and joined by this on the wire.
       */
      readonly joinedBy?: ',' | ';' | '/';
      /** Most items of a list. */
      readonly maxItems?: number;
      /** On the wire the list is preceded by the number of its items and a slash. */
      readonly counted?: boolean;
      /**
       * Detail of the control that lists its members: each item begins with the uuid of one, so
       * that a central control is no way to others.
       */
      readonly membersFromDetails?: string;
      /** It holds JSON. */
      readonly json?: boolean;
    };

/** One command of a control type. */
export interface CommandSpec {
  /** Ours, stable, kebab-case: `set-position`. */
  readonly name: string;
  /** One sentence for an assistant. */
  readonly meaning: string;
  readonly risk: CommandRisk;
  readonly args: readonly ArgumentSpec[];
  /**
   * The tail after `jdev/sps/io/{uuid}/`, with `{argument}` where an argument goes:
   * `manualPosition/{position}`. Arguments are percent-encoded one by one.
   */
  readonly wire: string;
  /** Other tails with the same arguments that mean the same: understood, never sent. */
  readonly aliases?: readonly string[];
  /**
   * States that normally change when it works; the first one that does confirms the command.
   * Empty where the control has no state that shows it, as with central controls.
   */
  readonly affects: readonly string[];
}

/** A question to a control that is answered with data and changes nothing. */
export interface RequestSpec {
  /** Ours, stable, kebab-case: `forecasts`. */
  readonly name: string;
  /** One sentence: what the answer holds. */
  readonly meaning: string;
  /** `admin` where the answer tells who may enter; `read` everywhere else. */
  readonly risk: 'read' | 'admin';
  readonly args: readonly ArgumentSpec[];
  /** As in {@link CommandSpec}. */
  readonly wire: string;
}

/** All that is known of one Loxone control type. Adding a type is adding one of these. */
export interface ControlType {
  /** As in the structure file, for example `LightControllerV2`. */
  readonly type: string;
  readonly family: Family;
  /** English, singular, lower case: `light controller`. */
  readonly label: string;
  readonly capabilities: readonly Capability[];
  readonly states: readonly StateSpec[];
  readonly commands: readonly CommandSpec[];
  readonly requests?: readonly RequestSpec[];
  /** Commands that its parts take besides their own. */
  readonly partCommands?: readonly CommandSpec[];
  /**
   * What it takes at least to command a part of such a control, whatever the part's own type says:
   * a push-button of an intercom opens a door.
   */
  readonly partRisk?: CommandRisk;
}
