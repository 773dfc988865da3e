import type { DecisionContext } from '../decision-context.js';
import type { RequestExtra } from './intercept.js';
import { member } from './methods.js';

/** Where a call comes from, by what a gate has left in `authInfo.extra` and by the transport. */
export function contextOf(extra: RequestExtra): DecisionContext {
  const left = extra.authInfo?.extra;
  const address = text(member(left, 'address'));
  const requestId = text(member(left, 'requestId')) ?? text(extra.requestId);
  const userAgent = text(member(extra.requestInfo?.headers, 'user-agent'));
  const { sessionId } = extra;
  return {
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
