/** Plays, skips and switches. */
export interface PlaybackWish {
  readonly action: 'play' | 'pause' | 'toggle' | 'stop' | 'next' | 'previous' | 'on' | 'off';
}

/** A volume to reach. */
export type VolumeWish =
  | { readonly action: 'mute' | 'unmute' }
  | { readonly action: 'volume'; readonly volume: number }
  | VolumeStepWish;

/** Louder or softer. */
export interface VolumeStepWish {
  readonly action: 'volume_up' | 'volume_down';
  /** Percent; the zone's own step without it. */
  readonly step: number | undefined;
}

/** What is wanted of music and television. */
export type MediaWish =
  | PlaybackWish
  | VolumeWish
  | { readonly action: 'source'; readonly source: string | number }
  | { readonly action: 'shuffle'; readonly isOn: boolean }
  | { readonly action: 'repeat'; readonly what: 'nothing' | 'all' | 'title' }
  | {
      readonly action: 'announce';
      readonly text: string;
      readonly volume: number | undefined;
    };

/** A wish of one action. */
export type MediaWishOf<Action extends MediaWish['action']> = Extract<
  MediaWish,
  { readonly action: Action }
>;
