import { describe, expect, it } from 'vitest';
import { CommandLog } from '../../src/server/command-log.js';
import { classic, formatReply, native } from '../../src/server/reply.js';
import { argumentsOf, parseRequest } from '../../src/server/request.js';
import { ManualTime } from '../support/manual-time.js';

describe('requests', () => {
  it.each([
    ['jdev/sys/getkey', 'sys/getkey', '', 'json'],
    ['/jdev/sys/getkey2/ada', 'sys/getkey2', 'ada', 'json'],
    ['dev/sys/heap', 'sys/heap', '', 'xml'],
    ['JDEV/SPS/IO/abc/On', 'sps/io', 'abc/On', 'json'],
    ['jdev/sps/io/abc/', 'sps/io', 'abc/', 'json'],
    ['jdev/sps', 'sps/', '', 'json'],
    ['authwithtoken/hash/ada', 'authwithtoken', 'hash/ada', 'json'],
    ['data/LoxAPP3.json', 'data/loxapp3.json', '', 'json'],
    ['binstatisticdata/abc/202505', 'binstatisticdata', 'abc/202505', 'json'],
    ['', '', '', 'json'],
  ])('%s is a command for %s', (text, route, rest, format) => {
    expect(parseRequest(text)).toMatchObject({ route, rest, format });
  });

  it('keep their line breaks, and lose their query', () => {
    const request = parseRequest('/jdev/sps/io/abc/line%0Aone\ntwo?_=5&user=ada%20l&flag');
    expect(request.control).toBe('jdev/sps/io/abc/line%0Aone\ntwo');
    expect(request.rest).toBe('abc/line%0Aone\ntwo');
    expect([...request.query]).toEqual([
      ['_', '5'],
      ['user', 'ada l'],
      ['flag', ''],
    ]);
  });

  it('leave a plus in the query alone: session keys are base64', () => {
    expect(parseRequest('x?sk=a+b/c==').query.get('sk')).toBe('a+b/c==');
    expect(parseRequest('x?SK=a%2Bb%3D').query.get('sk')).toBe('a+b=');
  });

  it('have arguments that are decoded one by one', () => {
    const request = parseRequest('jdev/sys/getjwt/hash/zo%C3%AB%2F%C3%A9/4//%E0%A4%A');
    expect(argumentsOf(request)).toEqual(['hash', 'zoë/é', '4', '', '%E0%A4%A']);
    expect(argumentsOf(parseRequest('jdev/sys/getkey'))).toEqual([]);
  });
});

describe('replies', () => {
  it('of classic commands echo without the j and have their code as text', () => {
    const { body } = classic('jdev/sps/io/abc/on', '1');
    expect(formatReply(body, 'json')).toBe(
      '{"LL":{"control":"dev/sps/io/abc/on","value":"1","Code":"200"}}',
    );
    const all = classic('jdev/sps/io/abc/all', '0.000', 200, { output0: { name: 'AQ' } });
    expect(formatReply(all.body, 'json')).toBe(
      '{"LL":{"control":"dev/sps/io/abc/all","value":"0.000","Code":"200","output0":{"name":"AQ"}}}',
    );
  });

  it('of native commands echo all of it and have their code as a number', () => {
    const { body } = native('jdev/sys/getkey2/ada', { key: '41' });
    expect(formatReply(body, 'json')).toBe(
      '{"LL":{"control":"jdev/sys/getkey2/ada","code":200,"value":{"key":"41"}}}',
    );
  });

  it('of the first token commands have it as text under the small name', () => {
    const reply = native('jdev/sys/gettoken/x', '', 401, { close: true, style: 'legacy' });
    expect(reply).toMatchObject({ kind: 'answer', close: true });
    expect(formatReply(reply.body, 'json')).toBe(
      '{"LL":{"control":"jdev/sys/gettoken/x","value":"","code":"401"}}',
    );
  });

  it('in XML are escaped', () => {
    const { body } = classic('dev/x/<a>', '"5 > 3" & more');
    expect(formatReply(body, 'xml')).toBe(
      '<?xml version="1.0" encoding="utf-8"?>' +
        '<LL control="dev/x/&lt;a&gt;" value="&quot;5 &gt; 3&quot; &amp; more" Code="200"/>',
    );
    expect(formatReply(classic('dev/x', { a: 1 }).body, 'xml')).toContain(
      'value="{&quot;a&quot;:1}"',
    );
  });
});

describe('the log of commands', () => {
  it('keeps the last ten thousand, oldest first', () => {
    const time = new ManualTime(0);
    const log = new CommandLog(time.clock);
    for (let count = 0; count < 10_003; count += 1) {
      log.add('ada', `command ${count}`);
      time.advance(1);
    }
    expect(log.all).toHaveLength(10_000);
    expect(log.all[0]).toEqual({ at: 3, user: 'ada', command: 'command 3' });
    expect(log.all.at(-1)?.command).toBe('command 10002');
  });
});
