import type { IncomingMessage } from 'node:http';
import { type CredentialReading, readCredentialOf, readToken } from '../http/credential.js';
import { type RequestFacts, valuesOf } from '../http/request-facts.js';

const HEADER = 'sec-websocket-protocol';
const PREFIX = 'bearer.';

/**
 * Reads the key of an upgrade from its headers or, as scripts in browsers can set none of those, from
 * an offered subprotocol `bearer.<key>`. Two different keys are refused, as ever.
 */
export function readUpgradeCredential(facts: RequestFacts): CredentialReading {
  const inHeaders = readCredentialOf(facts);
  if (!inHeaders.ok) return inHeaders;
  const offered = valuesOf(facts, HEADER).flatMap(protocolsIn).filter(isKey);
  const [protocol, ...more] = offered;
  if (protocol === undefined) return inHeaders;
  if (more.length > 0) return refused('The subprotocol bearer.<key> is offered more than once.');
  const reading = readToken(protocol.slice(PREFIX.length), 'The subprotocol bearer.<key>');
  if (!reading.ok || inHeaders.key === undefined || inHeaders.key === reading.key) return reading;
  return refused('The subprotocol and the headers carry different keys: send one of them.');
}

/** Takes keys out of the offered subprotocols, so that no handler sees one or selects it. */
export function removeProtocolKeys(req: IncomingMessage): void {
  const kept = (value: string): string =>
    protocolsIn(value)
      .filter((protocol) => !isKey(protocol))
      .join(', ');
  const { headers, headersDistinct, rawHeaders } = req;
  const offered = headers[HEADER];
  if (offered === undefined) return;
  headers[HEADER] = kept(offered);
  headersDistinct[HEADER] = (headersDistinct[HEADER] ?? []).map(kept);
  if (headers[HEADER] === '') {
    delete headers[HEADER];
    delete headersDistinct[HEADER];
  }
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (name.toLowerCase() === HEADER) rawHeaders[at + 1] = kept(value);
  }
}

function protocolsIn(value: string): string[] {
  return value.split(',').map((protocol) => protocol.trim());
}

function isKey(protocol: string): boolean {
  return protocol.toLowerCase().startsWith(PREFIX);
}

function refused(problem: string): CredentialReading {
  return { ok: false, status: 400, problem };
}
