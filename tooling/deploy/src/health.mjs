// `node health.mjs`: exit code 0 when the server on this machine answers `/health`, else 1. For
// images, which have no curl. It reads the server's own settings, so there is nothing to keep equal.
import { get as getPlain } from 'node:http';
import { get as getEncrypted } from 'node:https';

const {
  LOXONE_MCP_HOST = '127.0.0.1',
  LOXONE_MCP_PORT = '3001',
  LOXONE_MCP_TLS_CERT,
} = process.env;

/** Wildcard addresses are nobody's name; the server is reached on loopback then. */
const WILDCARDS = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Less than the container's own limit for a check. */
const TIMEOUT_MS = 4_000;

const get = LOXONE_MCP_TLS_CERT === undefined ? getPlain : getEncrypted;
const request = get({
  host: WILDCARDS.get(LOXONE_MCP_HOST) ?? LOXONE_MCP_HOST,
  port: Number(LOXONE_MCP_PORT),
  path: '/health',
  // A name that the server takes as its own whatever it is told.
  headers: { host: 'localhost' },
  // The certificate is for another name; nobody stands between a program and itself.
  rejectUnauthorized: false,
  signal: AbortSignal.timeout(TIMEOUT_MS),
});
request.on('response', (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  response.on('end', () => process.exit());
});
request.on('error', (error) => {
  process.stderr.write(`The server does not answer: ${error.code ?? error.name}\n`);
  process.exit(1);
});
