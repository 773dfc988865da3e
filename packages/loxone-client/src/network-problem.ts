import { LoxoneError } from '@gatehouse/loxone-protocol';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'no such name',
  EAI_AGAIN: 'the name cannot be looked up right now',
  EHOSTUNREACH: 'no route to the host',
  EHOSTDOWN: 'the host is down',
  ENETUNREACH: 'no network',
  ENETDOWN: 'no network',
  ETIMEDOUT: 'no answer',
  EACCES: 'not permitted by this machine',
  EPERM: 'not permitted by this machine',
  EPROTO: 'it does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
};

/**
 * A few words for a platform's network error. Only its code is used: messages of the platform may
 * quote what was sent.
 */
export function describeNetworkError(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return 'the connection failed';
  return WORDS[code] ?? `the connection failed with ${code}`;
}

/** The error that an attempt fails with when the network says no. */
export function unreachable(host: string, problem: string): LoxoneError<'ERR_LOXONE_UNREACHABLE'> {
  const message = `The Miniserver at ${host} cannot be reached (${problem}).`;
  return new LoxoneError('ERR_LOXONE_UNREACHABLE', message, { host, problem });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // A name with several addresses fails with one error per address.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
