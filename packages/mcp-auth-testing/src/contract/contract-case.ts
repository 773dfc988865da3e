/** One promise of a port. It rejects when the implementation breaks it. */
export interface ContractCase<Context> {
  readonly title: string;
  /** How long it may take on a busy machine; {@link CASE_TIMEOUT_MS} unless told. */
  readonly timeoutMs?: number;
  run(context: Context): Promise<void>;
}

/** A store that syncs each write to a busy disk takes its time. */
export const CASE_TIMEOUT_MS = 30_000;

/** What all handles have. */
interface Closable {
  close(): Promise<void>;
}

/** How an author of an implementation opens handles on it. */
export interface HandleOptions<Handle extends Closable> {
  /** Opens a handle on something new and empty, of its own for each call. */
  create(): Handle | Promise<Handle>;
  /** Opens a second handle on the content of another, which may be open or closed. */
  reopen?(handle: Handle): Handle | Promise<Handle>;
  /** Runs after each case, when all its handles are closed. */
  cleanUp?(): void | Promise<void>;
}

/** How a case opens them: all that it opens is closed behind it. */
export interface Handles<Handle> {
  create(): Promise<Handle>;
  reopen(handle: Handle): Promise<Handle>;
}

/** Runs a case, then closes what it has opened and cleans up, whatever happened. */
export async function withHandles<Handle extends Closable>(
  options: HandleOptions<Handle>,
  run: (handles: Handles<Handle>) => Promise<void>,
): Promise<void> {
  const opened: Handle[] = [];
  async function track(opening: Handle | Promise<Handle>): Promise<Handle> {
    const handle = await opening;
    opened.push(handle);
    return handle;
  }
  const handles: Handles<Handle> = {
    create: () => track(options.create()),
    async reopen(handle) {
      if (options.reopen === undefined) {
        throw new TypeError('options.reopen is needed where content is shared or kept');
      }
      return track(options.reopen(handle));
    },
  };
  try {
    await run(handles);
  } finally {
    await Promise.all(opened.map((handle) => handle.close()));
    await options.cleanUp?.();
  }
}
