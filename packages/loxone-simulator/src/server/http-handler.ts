import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Box } from './box.js';
import { dispatch, needsUser } from './dispatch.js';
import { acceptSessionKey, isEncrypted, openCommand } from './encrypted-command.js';
import { blockedPage, errorPage, exhaustedPage, type HttpAnswer } from './http-answer.js';
import { readCredentials, userOf } from './http-login.js';
import { remoteAddress } from './remote-address.js';
import { formatReply, type Reply } from './reply.js';
import { parseRequest } from './request.js';

/** Answers one HTTP request: the same commands as on a socket, each on its own. */
export function handleHttp(request: IncomingMessage, response: ServerResponse, box: Box): void {
  const { status, type, body, headers } = answerTo(request, box);
  // In one piece, with its length: one client takes the first chunk for the whole (§8.4).
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-cache',
    ...headers,
  });
  response.end(body);
}

/** A command of a request, opened if it was encrypted. */
interface HttpCommand {
  readonly command: string;
  readonly encrypted: boolean;
  readonly wrap: (answer: string) => string;
}

function answerTo(request: IncomingMessage, box: Box): HttpAnswer {
  if (box.faults.booting) return errorPage(503);
  if (box.faults.exhausted) return exhaustedPage();
  const { lockout } = box.gatekeeper;
  const url = request.url ?? '/';
  const address = remoteAddress(request);
  if (lockout.remaining(address) > 0) {
    if (readCredentials(request, parseRequest(url).query)) lockout.retried(address);
    return blockedPage(address, lockout.remaining(address));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(405);
  const opened = openHttpCommand(url, box);
  return opened === undefined ? errorPage(401) : runCommand(opened, request, box);
}

function runCommand(opened: HttpCommand, request: IncomingMessage, box: Box): HttpAnswer {
  const { command, encrypted, wrap } = opened;
  const address = remoteAddress(request);
  const parsed = parseRequest(command);
  const user = userOf(readCredentials(request, parsed.query), box, address);
  if (user === 'refused' || (user === undefined && needsUser(parsed))) return errorPage(401);
  const caller = { channel: 'http', address, user, token: undefined, encrypted } as const;
  const reply = dispatch(withoutProof(command), box, caller);
  // The answer goes out in this turn, what it leads to comes after it.
  if (reply.kind === 'answer' && reply.afterwards) box.timers.after(0, reply.afterwards);
  return toHttp(reply, parsed.format, wrap);
}

/** `enc` and `fenc` bring the session key along: `?sk=…` (protocol reference §2.3). */
function openHttpCommand(url: string, box: Box): HttpCommand | undefined {
  if (!isEncrypted(url)) return { command: url, encrypted: false, wrap: (answer) => answer };
  const sessionKey = parseRequest(url).query.get('sk');
  const decipher =
    sessionKey === undefined ? undefined : acceptSessionKey(sessionKey, box.keys.privateKey);
  const opened = decipher && openCommand(url, decipher);
  return opened && { ...opened, encrypted: true };
}

function toHttp(
  reply: Reply,
  format: 'json' | 'xml',
  wrap: (answer: string) => string,
): HttpAnswer {
  switch (reply.kind) {
    case 'bytes':
      return { status: 200, type: 'application/octet-stream', body: reply.bytes };
    case 'file':
      return { status: 200, type: reply.contentType, body: reply.text };
    case 'answer': {
      const { code, value } = reply.body;
      // An unknown path gets the error page; an unknown control an answer, as on a socket.
      if (code === 404 && value === '') return errorPage(404);
      const type = format === 'xml' ? 'text/xml' : 'application/json';
      return { status: code, type, body: wrap(formatReply(reply.body, format)) };
    }
  }
}

/** The proof was checked; what remains is the command itself. */
function withoutProof(command: string): string {
  return command.replace(/([?&])(autht|auth|user)=[^&]*/gi, '$1').replace(/[?&]+$/, '');
}
