import type { InitialState, Physics, PhysicsTable } from './physics.js';

/** A page, a plan or another Miniserver to open: nothing to command, nothing that moves. */
class Link implements Physics {
  initialStates(): Readonly<Record<string, InitialState>> {
    return { jLocked: '' };
  }

  command(): boolean {
    return false;
  }
}

export const LINK_PHYSICS: PhysicsTable = {
  Webpage: () => new Link(),
  Application: () => new Link(),
  SystemScheme: () => new Link(),
  MsShortcut: () => new Link(),
};
