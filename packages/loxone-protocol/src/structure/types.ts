import type { JsonObject } from '../json.js';
import type { Uuid } from '../uuid.js';

/** State name → uuid of its events, or several (protocol reference §4.4). */
export type StateUuids = Readonly<Record<string, string | readonly string[]>>;

/** Something in a structure file that cannot be right and was left out. */
export interface StructureProblem {
  /** The path to it: `controls.<uuid>.type`. */
  readonly field: string;
  /** `must be text, got number` */
  readonly problem: string;
}

/** What a structure file holds: the house as one user sees it (§4). */
export interface Structure {
  /** `YYYY-MM-DD HH:MM:SS`; what `LoxAPPversion3` answers while the file is current. */
  readonly lastModified: string;
  readonly msInfo: StructureMsInfo;
  /** States of the house itself: `operatingMode`, `sunrise`, … (§4.3). */
  readonly globalStates: StateUuids;
  /** Operating mode (may be negative) → name in the house's language. */
  readonly operatingModes: Readonly<Record<string, string>>;
  readonly rooms: Readonly<Record<Uuid, StructureRoom>>;
  readonly cats: Readonly<Record<Uuid, StructureCategory>>;
  readonly controls: Readonly<Record<string, StructureControl>>;
  /** Absent without the weather service. */
  readonly weatherServer?: StructureWeatherServer;
  readonly messageCenter: Readonly<Record<Uuid, StructureMessageCenter>>;
  /** Top-level keys that have no place above: `times`, `caller`, `autopilot`, `mediaServer`, … */
  readonly other: JsonObject;
  /** The whole file as it came, for serving it on or reading what is not here. */
  readonly raw: JsonObject;
}

/** The Miniserver and the user who asked (§4.2). Holds no firmware version: ask `jdev/cfg/api`. */
export interface StructureMsInfo {
  readonly serialNr: string;
  readonly msName: string;
  readonly projectName?: string;
  readonly localUrl?: string;
  readonly remoteUrl?: string;
  /** 0 °C · 1 °F. */
  readonly tempUnit: 0 | 1;
  readonly currency?: string;
  readonly location?: string;
  /** `ENG`, `DEU`, `CSY`, … */
  readonly languageCode?: string;
  /** 0 Miniserver · 1 Go · 2 Gen 2 · 3 Go Gen 2 · 4 Compact. */
  readonly miniserverType?: number;
  readonly currentUser?: StructureUser;
  readonly other: JsonObject;
}

/** The user whose view this is. */
export interface StructureUser {
  readonly name: string;
  readonly uuid?: Uuid;
  readonly isAdmin: boolean;
  /** Bits as in {@link TOKEN_PERMISSIONS}; all of them for administrators. */
  readonly userRights?: number;
  readonly other: JsonObject;
}

/** A room. */
export interface StructureRoom {
  readonly uuid: Uuid;
  readonly name: string;
  readonly image?: string;
  readonly color?: string;
  readonly type?: number;
  readonly defaultRating: number;
  readonly isFavorite: boolean;
  readonly other: JsonObject;
}

/** A category. */
export interface StructureCategory {
  readonly uuid: Uuid;
  readonly name: string;
  /** `lights`, `indoortemperature`, `shading`, `media`, `undefined`, … */
  readonly type: string;
  readonly image?: string;
  readonly color?: string;
  readonly defaultRating: number;
  readonly isFavorite: boolean;
  readonly other: JsonObject;
}

/** A control, or a part of one (§4.4). */
export interface StructureControl {
  /** What commands address, mostly the key it stands under; parts have ids like `<uuid>/AI1`. */
  readonly uuidAction: string;
  readonly name: string;
  /** Empty: not meant to be shown. */
  readonly type: string;
  readonly room?: Uuid;
  readonly cat?: Uuid;
  /** Commands need the visualisation password. */
  readonly isSecured: boolean;
  readonly isFavorite: boolean;
  /** 0–5, more in files of other makers. */
  readonly defaultRating: number;
  readonly defaultIcon?: string;
  /** What is particular to the type. */
  readonly details: JsonObject;
  readonly states: StateUuids;
  /** Parts; they have no room and category of their own and inherit this control's. */
  readonly subControls: Readonly<Record<string, StructureControl>>;
  /**
   * Bits: 0 only referenced, for local users · 1 read-only, for local users · 4 and 5 the same for
   * external users. 0 where the file names none.
   */
  readonly restrictions: number;
  /** More is available, encrypted, under `securedDetails`. */
  readonly securedDetails: boolean;
  /** Controls that this one is linked with. */
  readonly links: readonly string[];
  /** Recorded values, first generation (§6.1). */
  readonly statistic?: JsonObject;
  /** Recorded values, second generation (§6.2). */
  readonly statisticV2?: JsonObject;
  readonly other: JsonObject;
}

/** Where the weather comes from and how it is written. */
export interface StructureWeatherServer {
  /** `actual` and `forecast`, uuids of weather events. */
  readonly states: StateUuids;
  /** Quantity → printf format: `temperature` → `%.1f°`. */
  readonly format: Readonly<Record<string, string>>;
  /** Weather type → its name in the house's language. */
  readonly weatherTypeTexts: Readonly<Record<string, string>>;
  readonly other: JsonObject;
}

/** The list of messages to the owner (§6.5). */
export interface StructureMessageCenter {
  readonly name: string;
  readonly uuidAction: string;
  readonly states: StateUuids;
  readonly other: JsonObject;
}
