import type { NeededConsent, Risk } from '@gatehouse/core';

/** What surrounds a call that is a step of another one. */
export interface StepFrame {
  /** Names of the tools that it is within, outermost first. */
  readonly within: readonly string[];
  /** Hears what a dry run would do, so that all steps can be agreed to at once. */
  readonly rehearse?: (rehearsed: Rehearsed) => void;
}

/** What one call would do, and who has to agree to it. */
export interface Rehearsed {
  readonly tool: string;
  /** Its arguments as they were checked. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly risk: Risk;
  /** Who has to agree by the rules; the number of devices is not yet considered. */
  readonly consent: NeededConsent | undefined;
  /** Ids of the devices that would be moved, those of central controls included. */
  readonly devices: readonly string[];
  /** What would happen, one line for each device. */
  readonly effects: readonly string[];
}
