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

/**
 * What of a house is no live state of a control. The synchronous members answer from memory, the
 * others ask the Miniserver.
 */
export interface HouseData {
  /** The mode that the house is in, and all that it has. */
  modes(): { readonly current?: HouseMode; readonly all: readonly HouseMode[] };
}
