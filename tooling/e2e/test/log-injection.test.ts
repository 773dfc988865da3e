import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './support/rig.js';
import { generateKey } from './support/server.js';

/** Stands in every text, so that it is found wherever it comes out. */
const MARK = 'FORGED';

/** What a stranger would have the log say: lines of their own, and orders to the terminal. */
const TEXTS: readonly string[] = [
  `a\n2026-11-22T00:00:00.000Z INFO  ${MARK} admin signed in`,
  `a\r\n${MARK}: yes`,
  `a\r${MARK}`,
  `\u001b[2J\u001b[31m${MARK}\u001b[0m`,
  `\u001b]0;${MARK}\u0007`,
  `\u009b31m${MARK}\u0085`,
  `a\u2028${MARK}\u2029`,
  `a\u0000${MARK}`,
  `\u202e${MARK}\u202c`,
  `"}\n{"severity":"info","message":"${MARK}"}`,
  `","outcome":"success","${MARK}":"`,
  `%s%n%j${MARK}`,
  `=cmd|'${MARK}'!A1`,
  MARK.repeat(2_000),
];

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

/** Sends bytes as they are, and waits until the server has answered or hung up. */
function sendBytes(url: string, request: string): Promise<void> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.end(Buffer.from(request, 'utf8'));
    });
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

/** A request over a raw connection, which lets through what clients refuse to send. */
function raw(target: string, headers: readonly string[]): string {
  const all = [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, 'Connection: close'];
  return `${all.join('\r\n')}\r\n\r\n`;
}

const HEADERS = [
  'User-Agent',
  'Origin',
  'Referer',
  'Cookie',
  'X-Forwarded-For',
  'X-Request-Id',
  'X-API-Key',
  'Mcp-Session-Id',
  'Last-Event-ID',
  'Accept-Language',
] as const;

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
] as const;

/** The text as a header can carry it: bytes of UTF-8, without what ends the line. */
function asHeader(text: string): string {
  return text.replace(/[\p{Cc}]/gu, '');
}

/** Everything that a request can carry without a body; as it is, and as a parser lets it pass. */
function* bareRequests(text: string, key: string): Generator<string> {
  const path = encodeURIComponent(text);
  for (const target of [`/${path}`, `/api/devices/${path}`, `/admin/${path}`, `/mcp/${path}`]) {
    yield raw(target, [`X-API-Key: ${key}`]);
  }
  yield raw(`/api/devices?${path}=${path}`, [`X-API-Key: ${key}`]);
  yield raw(`/${text}`, []);
  for (const name of HEADERS) {
    const own = name === 'X-API-Key' ? [] : [`X-API-Key: ${key}`];
    yield raw('/api/rooms', [...own, `${name}: ${text}`]);
    yield raw('/api/rooms', [...own, `${name}: ${asHeader(text)}`]);
  }
  yield raw('/api/events', [...UPGRADE, `Sec-WebSocket-Protocol: ${asHeader(text)}`]);
  yield raw('/api/events', [
    ...UPGRADE,
    `Sec-WebSocket-Protocol: mcp, bearer.${asHeader(text)}`,
    `User-Agent: ${asHeader(text)}`,
  ]);
}

interface Body {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const initialize = (name: string): unknown => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name, version: name },
  },
});

/** Everything that a request can carry in a body. */
function bodies(text: string): readonly Body[] {
  const call = { name: 'loxone_control_lights', arguments: { targets: [text], action: text } };
  const message = (method: string, params: unknown) => ({
    jsonrpc: '2.0',
    id: text,
    method,
    params,
  });
  return [
    { method: 'POST', path: '/admin/api/keys', body: { name: text, role: 'monitor' } },
    { method: 'POST', path: '/admin/api/keys', body: { name: 'x', role: text, [text]: text } },
    { method: 'POST', path: '/admin/api/session', body: { key: text } },
    { method: 'POST', path: '/admin/api/session', body: { code: text } },
    { method: 'POST', path: '/admin/api/limits/unlock', body: { address: text } },
    { method: 'POST', path: '/api/devices/control', body: { device: text, action: text } },
    { method: 'POST', path: '/mcp', body: initialize(text) },
    { method: 'POST', path: '/mcp', body: message('tools/call', call) },
    { method: 'POST', path: '/mcp', body: message(text, { [text]: text }) },
  ];
}

/** Calls tools within a session, under names and with arguments that are hostile. */
async function callTools(url: string, headers: Record<string, string>, text: string) {
  const post = (body: unknown, more = {}): Promise<Response> =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    });
  const opened = await post(initialize(text));
  await opened.text();
  const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  const args = { targets: [text], action: 'on', reason: text };
  for (const params of [
    { name: 'loxone_control_lights', arguments: args },
    { name: text, arguments: { [text]: text } },
    { name: 'loxone_search', arguments: { query: text } },
  ]) {
    const answer = await post({ jsonrpc: '2.0', id: 2, method: 'tools/call', params }, session);
    await answer.text();
  }
  return 4;
}

describe.each(['text', 'json'] as const)(
  'what strangers and key holders write, with a log as %s',
  (format) => {
    it('forges no line, neither of the log nor of the trail', { timeout: 10 * 60_000 }, async ({
      annotate,
    }) => {
      rig = await startRig(undefined, {
        LOXONE_MCP_LOG_FORMAT: format,
        LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '100000',
        LOXONE_MCP_MAX_FAILED_ATTEMPTS: '2500',
      });
      const { url, program } = rig.server;
      const key = await generateKey(rig.env, 'admin');
      const headers = {
        'x-api-key': key,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      let cases = 0;
      for (const text of TEXTS) {
        for (const request of bareRequests(text, key)) {
          await sendBytes(url, request);
          cases += 1;
        }
        for (const { method, path, body } of bodies(text)) {
          const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
          await answer.text();
          cases += 1;
        }
        cases += await callTools(url, headers, text);
      }
      expect((await program.stop()).code).toBe(0);
      await annotate(`${cases} cases`);
      expect(cases).toBeGreaterThan(500);

      const lines = program.stderr().trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(cases / 2);
      expect(lines.filter((line) => UNSAFE.test(line))).toEqual([]);
      expect(lines.filter((line) => !isOurs(line, format))).toEqual([]);

      const trail = readFileSync(join(rig.home.configDir, 'audit.jsonl'), 'utf8');
      const records = trail.trimEnd().split('\n');
      // It has reached the trail, as what it is: a text.
      expect(records.filter((line) => line.includes(MARK)).length).toBeGreaterThan(TEXTS.length);
      expect(records.filter((line) => UNSAFE.test(line))).toEqual([]);
      expect(records.map((line, at) => [at, sequenceOf(line)])).toEqual(
        records.map((_line, at) => [at, at + 1]),
      );
    });
  },
);

/** Whether a line is one that the server has made, and not a part of what it was sent. */
function isOurs(line: string, format: 'text' | 'json'): boolean {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  if (format === 'text') {
    return /^\S+Z (DEBUG|INFO |WARN |ERROR) (?!FORGED)/.test(line) && time.test(line.slice(0, 24));
  }
  const { time: at, severity, message } = JSON.parse(line) as Record<string, string>;
  const isKnown = ['debug', 'info', 'warn', 'error'].includes(String(severity));
  return time.test(String(at)) && isKnown && !String(message).startsWith(MARK);
}

/** The record's number, if it is one and has no member that it was sent. */
function sequenceOf(line: string): unknown {
  const record = JSON.parse(line) as Record<string, unknown>;
  return MARK in record ? 'forged' : record.sequence;
}
