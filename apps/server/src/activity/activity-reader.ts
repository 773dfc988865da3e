import type { ActivityCount, ActivityRange } from '@gatehouse/core';

/** Where charts read what happened: what is stored and what is not written yet, together. */
export interface ActivityReader {
  /**
   * @returns One count for each span, principal and act, oldest first.
   * @throws McpAuthError when the store cannot be read.
   */
  read(range: ActivityRange): Promise<readonly ActivityCount[]>;
}
