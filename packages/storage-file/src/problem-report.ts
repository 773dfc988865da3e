import type { Logger, McpAuthError } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';

/** Whom a {@link ProblemReport} tells, and in which words. */
export interface ProblemReportOptions {
  readonly path: string;
  readonly logger: Logger;
  readonly onProblem?: ((problem: McpAuthError | undefined) => void) | undefined;
  /** What the file is part of: `key store`. */
  readonly subject: string;
  /** What a problem means for those who use it. */
  readonly consequence: string;
}

/** Tells of what is wrong with a file: once when it begins, and once when it is over. */
export class ProblemReport {
  readonly #options: ProblemReportOptions;
  #problem: McpAuthError | undefined;

  constructor(options: ProblemReportOptions) {
    this.#options = options;
  }

  /** Whether something is wrong, as far as is known. */
  get isOpen(): boolean {
    return this.#problem !== undefined;
  }

  note(error: unknown): void {
    const { path, logger, subject, consequence } = this.#options;
    if (!isMcpAuthError(error)) {
      logger.error(`reading the ${subject} failed for no known reason`, { path });
    } else if (error.message !== this.#problem?.message) {
      const fields = { path, code: error.code, problem: error.message };
      logger.error(`the ${subject} cannot be used: ${consequence}`, fields);
      this.#set(error);
    }
  }

  /** The file is good. */
  clear(): void {
    if (this.#problem !== undefined) {
      const { path, logger, subject } = this.#options;
      logger.info(`the ${subject} can be used again`, { path });
      this.#set(undefined);
    }
  }

  #set(problem: McpAuthError | undefined): void {
    const { path, logger, subject, onProblem } = this.#options;
    this.#problem = problem;
    try {
      onProblem?.(problem);
    } catch {
      logger.error(`onProblem of the ${subject} failed`, { path });
    }
  }
}
