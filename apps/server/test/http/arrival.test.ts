import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { arrivalOf, proxyCheck } from '../../src/http/arrival.js';

function request(
  headersDistinct: Readonly<Record<string, readonly string[]>>,
  socket: object = { remoteAddress: '10.0.0.9' },
): IncomingMessage {
  return { headersDistinct, socket } as unknown as IncomingMessage;
}

const nobody = proxyCheck([]);
const proxy = proxyCheck(['10.0.0.0/24']);

describe('how a request came', () => {
  it('tells headers that were sent once, and none that were sent twice', () => {
    const sent = { host: ['a'], origin: ['b', 'c'], cookie: ['d'], accept: ['text/csv'] };
    expect(arrivalOf(request(sent), nobody)).toEqual({
      host: 'a',
      cookie: 'd',
      accept: 'text/csv',
      secure: false,
    });
  });

  it('is secure over TLS, or where a trusted proxy says so, once', () => {
    const https = { 'x-forwarded-proto': ['https'] };
    expect(arrivalOf(request({}, { encrypted: true }), nobody).secure).toBe(true);
    expect(arrivalOf(request(https), proxy).secure).toBe(true);
    expect(arrivalOf(request(https), nobody).secure).toBe(false);
    expect(arrivalOf(request(https, { remoteAddress: '192.0.2.1' }), proxy).secure).toBe(false);
    expect(arrivalOf(request({ 'x-forwarded-proto': ['http'] }), proxy).secure).toBe(false);
    const twice = { 'x-forwarded-proto': ['https', 'http'] };
    expect(arrivalOf(request(twice), proxy).secure).toBe(false);
  });
});
