import type { AuditEvent, AuditSink, Clock, Logger, RandomBytes } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { ApprovalQueue } from './approval-queue.js';
import { bindingOf } from './binding.js';
import { ConfirmationTokens } from './confirmation-tokens.js';
import { questionEvent } from './consent-events.js';
import { type ConsentAnswer, type ConsentQuestion, questionText } from './question.js';

/** Asks whoever has to agree to an act. */
export interface Consents {
  /**
   * Asks once, and records the answer. `confirm` asks the person at the client; where that cannot be
   * done, it answers with a token that the same call presents once a person was told. `approve` puts a
   * request into the owner's queue, and nothing in the call can satisfy it.
   *
   * @returns An answer; it never throws for what the caller is or sends.
   * @throws `McpAuthError` when the store of approvals cannot be read or written.
   */
  ask(question: ConsentQuestion): Promise<ConsentAnswer>;
}

/** What {@link createConsents} is made of. */
export interface ConsentParts {
  readonly queue: Pick<ApprovalQueue, 'ask'>;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

const UNAVAILABLE: ConsentAnswer = { given: false, code: 'unavailable' };

/** Makes {@link Consents}; what it has handed out is forgotten with the process. */
export function createConsents(parts: ConsentParts): Consents {
  const { queue, audit, clock, random, logger } = parts;
  const tokens = new ConfirmationTokens(clock, random);

  async function given(event: AuditEvent): Promise<ConsentAnswer> {
    try {
      await audit.record(event);
      return { given: true };
    } catch (error) {
      if (!isMcpAuthError(error)) throw error;
      logger.warn('a confirmation does not count: it could not be recorded', { code: error.code });
      return UNAVAILABLE;
    }
  }

  function issue(question: ConsentQuestion, binding: string): ConsentAnswer {
    const issued = tokens.issue(binding, question.principal.id);
    audit.note(questionEvent('consent.token-issued', question, {}));
    return { given: false, code: 'confirmation_required', ...issued };
  }

  async function confirm(question: ConsentQuestion, binding: string): Promise<ConsentAnswer> {
    const answer = await elicited(question, logger);
    // Whoever looks at the question and says nothing has not agreed: no token goes past them.
    if (answer === 'unanswered') return UNAVAILABLE;
    if (answer === 'accepted') {
      return given(questionEvent('consent.confirmed', question, { how: 'elicitation' }));
    }
    if (answer === 'declined') {
      tokens.forget(binding);
      audit.note(questionEvent('consent.declined', question, { how: 'elicitation' }));
      return { given: false, code: 'declined' };
    }
    if (question.token === undefined || !tokens.take(binding, question.token)) {
      return issue(question, binding);
    }
    return given(questionEvent('consent.confirmed', question, { how: 'token' }));
  }

  return {
    async ask(question) {
      const binding = bindingOf(question);
      if (binding === undefined) return UNAVAILABLE;
      return question.kind === 'approve'
        ? queue.ask(question, binding)
        : confirm(question, binding);
    },
  };
}

async function elicited(
  question: ConsentQuestion,
  logger: Logger,
): Promise<'accepted' | 'declined' | 'unavailable' | 'unanswered'> {
  if (question.elicit === undefined) return 'unavailable';
  try {
    const answer: unknown = await question.elicit(questionText(question));
    if (answer === 'accepted' || answer === 'unavailable') return answer;
    return 'declined';
  } catch (error) {
    logger.info('nobody answered when asked to confirm', {
      principal: question.principal.id,
      error: error instanceof Error ? error.name : typeof error,
    });
    return 'unanswered';
  }
}
