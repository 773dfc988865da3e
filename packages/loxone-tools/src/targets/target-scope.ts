import type { HouseEntry } from '../house/house-entry.js';
import type { ToolError } from '../tool-error.js';

/** Which controls a tool is for. */
export interface TargetScope {
  /** What the tool calls its targets, in the plural: `lights`. */
  readonly plural: string;
  /** Whether a control may be named. */
  accepts(entry: HouseEntry): boolean;
  /** Whether a selector takes a control; narrower than `accepts`. */
  selects(entry: HouseEntry): boolean;
  /** Why a named control is not accepted, and where to turn instead. */
  refuse(entry: HouseEntry): ToolError;
}
