/** An answer of the Miniserver, or why there is none. */
export type DataReply<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      /** `offline`: no live connection · `unsupported`: this house has none · `refused` · `failed`. */
      readonly code: 'offline' | 'unsupported' | 'refused' | 'failed';
      /** One sentence, without secrets. */
      readonly message: string;
    };

/** One mode of the whole house. */
export interface HouseMode {
  readonly id: number;
  /** In the language of the house. */
  readonly name: string;
}

/** One quantity that a control records. */
export interface RecordedOutput {
  /** What to ask for it by. */
  readonly output: string;
  /** As the house names it. */
  readonly title: string;
  /** `kWh`, `°C`; empty where there is none. */
  readonly unit: string;
  /** Counts up and up: what matters are its differences. */
  readonly accumulated: boolean;
}

/** What to read of recorded values. Times are epoch milliseconds, both included. */
export interface HistoryQuery {
  readonly control: string;
  /** Only this output; all without it. */
  readonly output?: string;
  readonly from: number;
  readonly to: number;
  /**
   * `raw`: as recorded. Anything longer, by the clock of the house: what was counted in it for a
   * counter, else what the Miniserver keeps for it.
   */
  readonly resolution: 'raw' | 'hour' | 'day' | 'month' | 'year';
  readonly signal?: AbortSignal;
}

/** What was recorded of one quantity. */
export interface RecordedValues extends RecordedOutput {
  /** `[epoch milliseconds, value]`, oldest first. */
  readonly points: readonly (readonly [number, number])[];
  /** There was more than the Miniserver's client keeps; the newest are here. */
  readonly truncated: boolean;
}

/** A number as the house shows it. */
export interface WeatherQuantity {
  readonly value: number;
  /** `°`, `mm`, `km/h`. */
  readonly unit: string;
}

/** The weather at one time. */
export interface WeatherMoment {
  /** Epoch milliseconds. */
  readonly at: number;
  /** In the language of the house, where it has a word for it. */
  readonly description?: string;
  readonly temperature: WeatherQuantity;
  readonly perceivedTemperature: WeatherQuantity;
  readonly relativeHumidity: WeatherQuantity;
  readonly precipitation: WeatherQuantity;
  readonly windSpeed: WeatherQuantity;
  /** Degrees. */
  readonly windDirection: number;
  readonly barometricPressure: WeatherQuantity;
}

/** The weather now and to come. */
export interface HouseWeather {
  readonly now?: WeatherMoment;
  /** When the weather service was asked last, epoch milliseconds. */
  readonly updatedAt?: number;
  /** One for each hour, oldest first. */
  readonly hours: readonly WeatherMoment[];
}

/** A message of the Miniserver to the owner of the house. */
export interface HouseMessage {
  readonly id: string;
  readonly severity?: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly description?: string;
  /** What it is about, in words. */
  readonly affected?: string;
  /** Ids of controls or devices that it is about. */
  readonly about: readonly string[];
  /** When it happened last, epoch milliseconds. */
  readonly at?: number;
  /** It is over. */
  readonly past: boolean;
}

/** One device of the installation. */
export interface HouseDevice {
  /** What it is, in words: `Touch Pure Tree`. */
  readonly kind: string;
  readonly name?: string;
  /** Room or place, in words. */
  readonly place?: string;
  readonly serial?: string;
  readonly firmware?: string;
  readonly online?: boolean;
  /** Per cent. */
  readonly battery?: number;
  readonly batteryWeak: boolean;
  /** Per cent or as the house says it. */
  readonly signal?: string;
  /** By the clock of the house. */
  readonly lastReceived?: string;
  /** Errors counted in its transmissions. */
  readonly errors?: number;
}

/** How the Miniserver is; what it does not tell is absent. */
export interface SystemReport {
  readonly firmware?: string;
  /** `running`, `booting`, … */
  readonly state?: string;
  /** Per cent. */
  readonly cpu?: number;
  readonly memoryUsedKb?: number;
  readonly memoryTotalKb?: number;
  readonly tasks?: number;
  readonly cyclesPerSecond?: number;
  /** By the Miniserver's own clock. */
  readonly localTime?: string;
}

/** Something that happened to a control which keeps a log of its own. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** In the words of the house. */
  readonly what: string;
  /** Who or what did it. */
  readonly by?: string;
}

/**
 * What of a house is no live state of a control. The synchronous members answer from memory, the
 * others ask the Miniserver.
 */
export interface HouseData {
  /** The mode that the house is in, and all that it has. */
  modes(): { readonly current?: HouseMode; readonly all: readonly HouseMode[] };
  /** IANA name of the time zone that the house lives by. */
  timeZone(): string;
  /** As the house writes it: `€`. */
  currency(): string | undefined;
  /** What a control records; empty when it records nothing. */
  recorded(control: string): readonly RecordedOutput[];
  /** Whether a control keeps a log of its own. */
  hasLog(control: string): boolean;
  history(query: HistoryQuery): Promise<DataReply<readonly RecordedValues[]>>;
  /** From memory where the house has told it; else it is asked for. */
  weather(): Promise<DataReply<HouseWeather>>;
  messages(): Promise<DataReply<readonly HouseMessage[]>>;
  devices(): Promise<DataReply<readonly HouseDevice[]>>;
  system(): Promise<DataReply<SystemReport>>;
  /** The log of one control, newest first. */
  controlLog(control: string): Promise<DataReply<readonly LogEntry[]>>;
}
