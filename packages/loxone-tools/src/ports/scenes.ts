/** One step of a saved scene: a call of a tool. */
export interface SceneStep {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Milliseconds to wait before the step. */
  readonly delayMs?: number;
}

/** A scene that somebody saved. */
export interface SavedScene {
  /** A slug: `[a-z0-9-]{1,64}`. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly steps: readonly SceneStep[];
  /** Principal that saved it. */
  readonly createdBy: string;
  /** Changes with each change. */
  readonly revision: string;
}

/** Keeps saved scenes. Each method rejects when the store fails. */
export interface SceneStore {
  list(): Promise<readonly SavedScene[]>;
  get(id: string): Promise<SavedScene | undefined>;
  /** @param expectedRevision - `undefined` for a new scene. */
  put(
    scene: Omit<SavedScene, 'revision'>,
    expectedRevision: string | undefined,
  ): Promise<SavedScene>;
  delete(id: string, expectedRevision: string): Promise<void>;
}
