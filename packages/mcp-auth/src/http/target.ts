import { isLoopbackAddress } from './address.js';
import type { GatePolicy } from './gate-options.js';
import {
  ENCRYPTION_NEEDED,
  HOST_NOT_ALLOWED,
  ORIGIN_NOT_ALLOWED,
  type Problem,
  requestAmbiguous,
} from './problem.js';
import { linesOf, type RequestFacts } from './request-facts.js';

/** What stands before the key: that this is a request for us, from somebody who may ask. */
export type TargetReading =
  | { readonly ok: true /** An allowed one. */; readonly origin: string | undefined }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Judges host, then origin, then the encryption of the connection.
 *
 * @param viaProxy - Whether the peer is a trusted proxy.
 */
export function judgeTarget(
  facts: RequestFacts,
  policy: GatePolicy,
  viaProxy: boolean,
): TargetReading {
  // An absolute target outranks `Host` for some readers and not for others (RFC 9112 §3.2.2).
  if (!facts.target.startsWith('/')) return no(requestAmbiguous('The target must be a path.'));
  const [ownHost, ...moreHosts] = linesOf(facts, 'host');
  if (ownHost === undefined || moreHosts.length > 0) {
    return no(requestAmbiguous('Exactly one Host header is needed.'));
  }
  const forwarded = readForwardedPair(facts, policy, viaProxy);
  if (forwarded === undefined) {
    return no(requestAmbiguous('X-Forwarded-Host and X-Forwarded-Proto must name one value each.'));
  }
  const { host = ownHost, https = facts.encrypted === true ? true : undefined } = forwarded;
  if (!policy.hostAllowed(host)) return no(HOST_NOT_ALLOWED);
  const [origin, ...moreOrigins] = linesOf(facts, 'origin');
  const isForeign =
    origin !== undefined &&
    (moreOrigins.length > 0 || !policy.originAllowed(origin, host, https === true));
  if (isForeign) return no(ORIGIN_NOT_ALLOWED);
  if (isExposed(facts, viaProxy, https)) {
    if (policy.plainHttp === 'refuse') return no(ENCRYPTION_NEEDED);
    policy.warnOfPlainHttp();
  }
  return { ok: true, origin };
}

/** @returns `undefined` when a trusted header has several values. */
function readForwardedPair(
  facts: RequestFacts,
  policy: GatePolicy,
  viaProxy: boolean,
): { readonly host?: string; readonly https?: boolean } | undefined {
  const hosts = viaProxy && policy.trustsHost ? listed(facts, 'x-forwarded-host') : [];
  const protos = viaProxy && policy.trustsProto ? listed(facts, 'x-forwarded-proto') : [];
  const [host] = hosts;
  const [proto] = protos;
  if (hosts.length > 1 || protos.length > 1) return undefined;
  return {
    ...(host === undefined ? {} : { host }),
    ...(proto === undefined ? {} : { https: proto.toLowerCase() === 'https' }),
  };
}

function listed(facts: RequestFacts, name: string): readonly string[] {
  return linesOf(facts, name).flatMap((line) => line.split(',').map((part) => part.trim()));
}

/** Whether the key crossed a network that others can read. Not known (`undefined`) is not said. */
function isExposed(facts: RequestFacts, viaProxy: boolean, https: boolean | undefined): boolean {
  if (viaProxy) return https === false;
  const { remoteAddress, encrypted } = facts;
  return encrypted === false && remoteAddress !== undefined && !isLoopbackAddress(remoteAddress);
}

function no(problem: Problem): TargetReading {
  return { ok: false, problem };
}

/**
 * Whether a client looks for OAuth metadata (RFC 8414 §3, RFC 9728 §3, OpenID Connect Discovery §4),
 * at the root or below a path.
 *
 * Clients that find some drop the key they were given and start an OAuth flow; a challenge there
 * makes others believe that there is some. So with keys only, the answer is a plain 404.
 */
export function isDiscovery(target: string): boolean {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  return /\/\.well-known\/(?:oauth-authorization-server|oauth-protected-resource|openid-configuration)(?:\/|$)/.test(
    path,
  );
}
