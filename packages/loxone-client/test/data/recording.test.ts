import {
  decodeTextTable,
  decodeValueTable,
  encodeDaytimerTable,
  encodeHeader,
  encodeText,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherTable,
  MESSAGE_KIND,
  type MessageKind,
  parseRecording,
  type RecordingEvent,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { Disguise } from '../../src/data/record/disguise.js';
import { recordTransport } from '../../src/data/recording.js';
import type { HttpReply, SocketHandlers, Transport } from '../../src/transport.js';
import { ManualTime } from '../support/manual-time.js';

const ID = '0f869a64-0200-0a9b-ffff504f94112134';
const HIDDEN = '0f869a64-0200-0a9b-ffff504f94000001';
const KEY = '41434633443134324337383441373035453333424344364133373431333430413642333442334244';

/** A transport that the test plays the Miniserver on. */
function stage(names: readonly string[] = []) {
  const lines: string[] = [];
  const passed: unknown[] = [];
  const sent: string[] = [];
  const time = new ManualTime();
  let reply: HttpReply = { status: 200, body: '' };
  let inner: SocketHandlers | undefined;
  let refuse = false;
  const below: Transport = {
    get: () => Promise.resolve(reply),
    open: (handlers) => {
      inner = handlers;
      const end = (): void => inner?.closed(1000, '');
      const socket = { send: (text: string) => sent.push(text), close: end, terminate: end };
      return Promise.resolve(refuse ? { ok: false, reply } : { ok: true, socket });
    },
  };
  const write = (line: string): void => {
    lines.push(line);
  };
  const transport = recordTransport(below, { write, names, clock: time, firmware: '14.5.12.7' });
  const { signal } = new AbortController();
  const handlers: SocketHandlers = {
    message: (data, isBinary) => passed.push([data, isBinary]),
    closed: (code) => passed.push(code),
  };
  const receive = (kind: MessageKind, payload: Uint8Array | string): void => {
    const data = typeof payload === 'string' ? encodeText(payload) : payload;
    inner?.message(encodeHeader({ kind, estimated: false, length: data.length }), true);
    inner?.message(data, typeof payload !== 'string');
  };
  return {
    lines,
    passed,
    sent,
    time,
    receive,
    raw: () => inner,
    recorded: () => parseRecording(`${lines.join('\n')}\n`),
    get: (path: string, answer: HttpReply) => {
      reply = answer;
      return transport.get(path, signal);
    },
    open: async () => {
      const opened = await transport.open(handlers, signal);
      if (!opened.ok) throw new RangeError('refused');
      return opened.socket;
    },
    refuse: (answer: HttpReply) => {
      reply = answer;
      refuse = true;
      return transport.open(handlers, signal);
    },
  };
}

function last(events: readonly RecordingEvent[]): RecordingEvent | undefined {
  return events.at(-1);
}

const STRUCTURE = {
  lastModified: '2024-02-29 12:00:00',
  msInfo: {
    serialNr: '504F94112134',
    msName: 'Haus Muster',
    projectName: 'Muster',
    localUrl: '192.168.5.1',
    remoteUrl: 'http://dns.loxonecloud.com/504F94112134',
    location: 'Kollerschlag',
    latitude: 48.6,
    currentUser: { name: 'Erika', uuid: ID, isAdmin: true },
  },
  caller: { [ID]: { name: 'Max', phoneNumber: '+43 1' } },
  controls: {
    [ID]: {
      name: 'Kitchen light',
      type: 'Intercom',
      uuidAction: ID,
      details: { host: '10.0.0.9', user: 'cam', pass: 'hunter2', format: '%.1f°' },
      states: { lastBellEvents: HIDDEN, value: ID },
    },
  },
};

async function withStructure() {
  const box = stage();
  const socket = await box.open();
  socket.send('data/LoxAPP3.json');
  box.receive(MESSAGE_KIND.file, JSON.stringify(STRUCTURE));
  return { ...box, socket };
}

describe('recording a connection', () => {
  it('passes everything on as it is', async () => {
    const box = stage();
    const socket = await box.open();
    socket.send('jdev/sys/getkey2/erika');
    const answer = encodeText('{}');
    box.receive(MESSAGE_KIND.text, '{}');
    box.raw()?.closed(1000, '');
    expect(box.sent).toEqual(['jdev/sys/getkey2/erika']);
    const header = encodeHeader({ kind: 0, estimated: false, length: 2 });
    expect(box.passed).toEqual([[header, true], [answer, false], 1000]);
    const reply = { status: 200, body: KEY };
    expect(await box.get('/jdev/cfg/apiKey', reply)).toBe(reply);
    expect(await box.refuse(reply)).toEqual({ ok: false, reply });
  });

  it('notes when what happened', async () => {
    const box = stage();
    const socket = await box.open();
    await box.time.advance(40);
    socket.send('jdev/sps/enablebinstatusupdate');
    await box.time.advance(6);
    box.receive(MESSAGE_KIND.text, '{"LL":{"control":"x","value":"1","Code":"200"}}');
    box
      .raw()
      ?.message(encodeHeader({ kind: MESSAGE_KIND.keepalive, estimated: false, length: 0 }), true);
    box.raw()?.closed(4003, 'Forbidden - IP 10.1.2.3 temporarily blocked (38)');
    const { header, events } = box.recorded();
    expect(header).toMatchObject({ version: 1, firmware: '14.5.12.7' });
    expect(events).toEqual([
      { t: 0, kind: 'opened' },
      { t: 40, kind: 'sent', payload: { text: 'jdev/sps/enablebinstatusupdate' } },
      {
        t: 46,
        kind: 'received',
        id: 0,
        payload: { text: '{"LL":{"control":"x","value":"1","Code":"200"}}' },
      },
      { t: 46, kind: 'received', id: 6 },
      {
        t: 46,
        kind: 'closed',
        code: 4003,
        reason: 'Forbidden - IP 192.0.2.1 temporarily blocked (38)',
      },
    ]);
  });

  it.each([
    ['jdev/sys/keyexchange/AbC/d+e==', 'key exchange'],
    ['jdev/sys/enc/AbC%2F', 'encrypted'],
    ['jdev/sys/fenc/AbC%2F', 'encrypted'],
    ['jdev/sys/getkey2/erika', 'login'],
    ['jdev/sys/getjwt/ab/erika/4/uuid/info', 'login'],
    ['authwithtoken/ab/erika', 'login'],
    [`jdev/sps/ios/abcdef/${ID}/on`, 'secured command'],
    ['jdev/sps/updateuserpwdh/x/y', 'other command'],
    ['jdev/sps/getuserlist2', 'other command'],
    ['data/status', 'other command'],
  ])('omits %s and its answer', async (command, label) => {
    const box = stage();
    const socket = await box.open();
    socket.send(command);
    box.receive(MESSAGE_KIND.text, `{"LL":{"control":"c","value":"${KEY}","Code":"200"}}`);
    expect(box.recorded().events.slice(1)).toMatchObject([
      { kind: 'sent', payload: { omitted: label } },
      { kind: 'received', payload: { omitted: 'answer' } },
    ]);
  });

  it.each([
    [`jdev/sps/io/${ID}/on`, 'on'],
    [`jdev/sps/io/${ID}/setvalue/21.5`, 'setvalue/21.5'],
    [`jdev/sps/io/${ID}/settext/Hello`, 'settext/***'],
    [`jdev/sps/io/${ID}/changeTo/Erika`, 'changeTo/***'],
    [`jdev/sps/io/${ID}/code/create/1234`, 'code/***/***'],
    [`jdev/sps/io/${ID}/AI1/50`, 'AI1/50'],
    [`jdev/sps/io/${ID}/AI1/setvalue/50/Erika`, 'AI1/setvalue/50/***'],
    [`jdev/sps/io/${ID}/hsv(1,2,3)`, '***'],
    [`jdev/sps/io/${ID}/getEntries/2`, 'getEntries/***'],
  ])('tells %s only as far as it is harmless', async (command, tail) => {
    const box = stage();
    const socket = await box.open();
    socket.send(command);
    expect(last(box.recorded().events)).toMatchObject({
      payload: { text: `jdev/sps/io/${ID.replace('112134', '000001')}/${tail}` },
    });
  });

  it('keeps answers and commands together', async () => {
    const box = stage();
    const socket = await box.open();
    socket.send('keepalive');
    socket.send('jdev/sys/getkey');
    socket.send('jdev/sys/cpu');
    box.receive(MESSAGE_KIND.text, `{"LL":{"value":"${KEY}"}}`);
    box.receive(MESSAGE_KIND.text, '{"LL":{"value":"39%"}}');
    box.receive(MESSAGE_KIND.text, 'not JSON');
    expect(box.recorded().events.slice(4)).toMatchObject([
      { payload: { omitted: 'answer' } },
      { payload: { text: '{"LL":{"value":"39%"}}' } },
      { payload: { omitted: 'answer that cannot be read' } },
    ]);
  });

  it('keeps recorded values, but no other file', async () => {
    const box = stage();
    const socket = await box.open();
    socket.send(`binstatisticdata/${ID}/202402`);
    box.receive(MESSAGE_KIND.file, Uint8Array.of(1, 2, 3));
    expect(last(box.recorded().events)).toMatchObject({
      payload: { bytes: Uint8Array.of(1, 2, 3) },
    });
    socket.send(`camimage/${ID}/20240229120000`);
    box.receive(MESSAGE_KIND.file, Uint8Array.of(1, 2, 3));
    expect(last(box.recorded().events)).toMatchObject({ payload: { omitted: 'answer' } });
  });

  it('tells the structure file without places, people and passwords', async () => {
    const box = await withStructure();
    const event = last(box.recorded().events);
    if (event?.kind !== 'received' || event.payload === undefined || !('text' in event.payload)) {
      expect.unreachable('no structure');
    }
    const file: unknown = JSON.parse(event.payload.text);
    const disguised = '0f869a64-0200-0a9b-ffff504f94000001';
    expect(file).toMatchObject({
      lastModified: '2024-02-29 12:00:00',
      msInfo: {
        serialNr: expect.stringMatching(/^504F9400000\d$/),
        msName: 'Miniserver',
        projectName: 'House',
        localUrl: 'host.example.com',
        remoteUrl: 'host.example.com',
        location: '',
        latitude: 0,
        currentUser: { name: 'someone' },
      },
      controls: {
        [disguised]: {
          name: 'Kitchen light',
          details: { host: 'host.example.com', user: '', pass: '***', format: '%.1f°' },
        },
      },
    });
    const all = box.lines.join('\n');
    for (const secret of [
      '112134',
      'Muster',
      'Kollerschlag',
      'Erika',
      'Max',
      '+43',
      'hunter2',
      'cam',
    ]) {
      expect(all).not.toContain(secret);
    }
  });

  it('tells events with the ids of the structure file', async () => {
    const box = await withStructure();
    const disguised = ID.replace('112134', '000001');
    box.receive(MESSAGE_KIND.values, encodeValueTable([{ uuid: ID, value: 23.5 }]));
    expect(tableIn(last(box.recorded().events), decodeValueTable)).toEqual([
      { uuid: disguised, value: 23.5 },
    ]);
    const daytimers = [{ uuid: ID, defaultValue: 1, entries: [] }];
    box.receive(MESSAGE_KIND.daytimers, encodeDaytimerTable(daytimers));
    box.receive(
      MESSAGE_KIND.weather,
      encodeWeatherTable([{ uuid: ID, lastUpdate: 1, entries: [] }]),
    );
    expect(box.recorded().events.slice(-2)).toMatchObject([
      { id: MESSAGE_KIND.daytimers, payload: { bytes: expect.any(Uint8Array) } },
      { id: MESSAGE_KIND.weather, payload: { bytes: expect.any(Uint8Array) } },
    ]);
  });

  it('leaves the texts of personal states out, and people out of the others', async () => {
    const box = await withStructure();
    const state = '11111111-2222-3333-4444444444444444';
    box.receive(
      MESSAGE_KIND.texts,
      encodeTextTable([
        { uuid: state, icon: ZERO_UUID, text: 'Erika at 10.0.0.9, 12:34:56' },
        { uuid: state, icon: ZERO_UUID, text: '{"locked":1,"user":"x"}' },
      ]),
    );
    expect(tableIn(last(box.recorded().events), decodeTextTable)).toMatchObject([
      { text: expect.stringMatching(/^someone at 192\.0\.2\.\d+, 12:34:56$/) },
      { text: '{"locked":1,"user":""}' },
    ]);
    box.receive(
      MESSAGE_KIND.texts,
      encodeTextTable([{ uuid: HIDDEN, icon: ZERO_UUID, text: '20240229120000|' }]),
    );
    expect(tableIn(last(box.recorded().events), decodeTextTable)).toMatchObject([{ text: '' }]);
  });

  it('omits texts as long as the structure file is not known', async () => {
    const box = stage();
    await box.open();
    box.receive(MESSAGE_KIND.texts, encodeTextTable([{ uuid: ID, icon: ZERO_UUID, text: 'x' }]));
    expect(last(box.recorded().events)).toMatchObject({
      payload: { omitted: 'texts before the structure file' },
    });
  });

  it('scrubs what comes by HTTP', async () => {
    const box = stage();
    const value = `{'snr': '50:4F:94:11:21:34', 'version':'12.0.2.24', 'key':'${KEY}', 'address':'192.168.5.1'}`;
    const body = JSON.stringify({ LL: { control: 'dev/cfg/apiKey', value, Code: '200' } });
    await box.get('/jdev/cfg/apiKey?autht=secret', { status: 200, body });
    await box.get('/jdev/sys/getPublicKey', { status: 200, body: 'MIGf' });
    const [api, key] = box.recorded().events;
    expect(api).toMatchObject({ path: '/jdev/cfg/apiKey', status: 200 });
    expect(api).toHaveProperty('body', expect.stringContaining("'snr': '50:4F:94:00:00:01'"));
    expect(api).toHaveProperty('body', expect.stringContaining("'version':'12.0.2.24'"));
    expect(api).toHaveProperty('body', expect.stringContaining("'address':'192.0.2.1'"));
    expect(api).toHaveProperty('body', expect.not.stringContaining(KEY));
    expect(key).toMatchObject({ body: '' });
  });
});

function tableIn<Table>(
  event: RecordingEvent | undefined,
  decode: (bytes: Uint8Array) => Table,
): Table {
  if (event?.kind === 'received' && event.payload !== undefined && 'bytes' in event.payload) {
    return decode(event.payload.bytes);
  }
  return expect.unreachable('no table');
}

describe('a disguise', () => {
  it('replaces the same thing by the same thing', () => {
    const disguise = new Disguise();
    disguise.learnName('Erika');
    const text =
      '50:4F:94:AA:BB:CC 504F94AABBCC 0f869a64-0200-0a9b-ffff504f94aabbcc 504F94DDEEFF erika@example.org ' +
      'Erika Erikas https://u:p@host.lan/x a.dyndns.loxonecloud.com fe80::1:2 12:34:56 eyJhbGciOi.eyJ1c2Vy.x';
    const once = disguise.text(text);
    expect(once).toBe(
      '50:4F:94:00:00:01 504F94000001 0f869a64-0200-0a9b-ffff504f94000001 504F94000002 name@example.com ' +
        'someone Erikas https://host.example.com/x host.example.com 2001:db8::1 12:34:56 token',
    );
    expect(disguise.text(once)).toBe(once);
  });

  it('knows versions from addresses', () => {
    const disguise = new Disguise();
    disguise.learnVersion('14.5.12.7');
    expect(disguise.text('14.5.12.7 10.0.0.1 10.0.0.2 10.0.0.1')).toBe(
      '14.5.12.7 192.0.2.1 192.0.2.2 192.0.2.1',
    );
  });
});
