import type { CommandWish } from '../device/find-command.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseMode } from '../ports/house-data.js';
import type { SavedScene } from '../ports/scenes.js';

/** What a scene can be. */
export const SCENE_KINDS = ['mood', 'saved', 'device', 'mode'] as const;

/** One of {@link SCENE_KINDS}. */
export type SceneKind = (typeof SCENE_KINDS)[number];

/** Something of a name that can be activated. */
export type SceneMatch =
  /** A mood of one light controller. */
  | {
      readonly kind: 'mood';
      readonly name: string;
      readonly entry: HouseEntry;
      readonly mood: number;
    }
  | { readonly kind: 'saved'; readonly name: string; readonly scene: SavedScene }
  /** A central control, a sequence, an output or a scene button; without a wish one has to be named. */
  | {
      readonly kind: 'device';
      readonly name: string;
      readonly entry: HouseEntry;
      readonly wish: CommandWish | undefined;
    }
  | { readonly kind: 'mode'; readonly name: string; readonly mode: HouseMode };
