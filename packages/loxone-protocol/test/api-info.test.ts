import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFirmware, parseAnswer, parseApiInfo } from '../src/index.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';

describe('parseApiInfo', () => {
  it('reads apiKey as a second-generation box answers it', () => {
    const answer = parseAnswer(
      `{"LL":{"control":"dev/cfg/apiKey","value":"{'snr': '50:4F:94:11:12:5F', 'version':'14.5.12.7', 'hasEventSlots':true, 'isInTrust':false, 'local':true, 'key':'3431', 'address':'192.0.2.77', 'certTLD':'com', 'httpsStatus':1}","Code":"200"}}`,
    );
    expect(parseApiInfo(answer.value)).toEqual({
      serial: '504F9411125F',
      firmware: '14.5.12.7',
      local: true,
      httpsStatus: 1,
      key: '3431',
      hasEventSlots: true,
      address: '192.0.2.77',
      certTld: 'com',
    });
  });

  it('reads api of old firmware, which tells two things only', () => {
    expect(parseApiInfo("{'snr':'50:4f:94:10:b8:4a', 'version':'9.1.10.30'}")).toEqual({
      serial: '504F9410B84A',
      firmware: '9.1.10.30',
    });
  });

  it('reads an object as well', () => {
    expect(parseApiInfo({ snr: '504F94000001', version: '12.0.2.24', httpsStatus: 2 })).toEqual({
      serial: '504F94000001',
      firmware: '12.0.2.24',
      httpsStatus: 2,
    });
  });

  it('leaves out fields of a wrong type', () => {
    const value = { snr: '1', version: '2', local: 'yes', httpsStatus: '1', key: 5, certTLD: null };
    expect(parseApiInfo(value)).toEqual({ serial: '1', firmware: '2' });
  });

  it.each([
    ['no JSON', 'hello'],
    ['a number', 5],
    ['null', null],
    ['no serial', "{'version':'1.2.3.4'}"],
    ['no firmware', "{'snr':'50:4F:94:11:12:5F'}"],
  ])('refuses %s', (_, value) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseApiInfo(value));
  });

  it('answers or fails with its code for anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => resultOrLoxoneError(() => parseApiInfo(value))),
    );
  });
});

describe('compareFirmware', () => {
  it.each([
    ['9.3.1.1', '10.0.0.0', -1],
    ['10.2', '10.2.0.0', 0],
    ['11.2.10.22', '11.2.10.3', 1],
    ['14.5.12.7', '14.5.12.7', 0],
    ['12.0.2.24-beta', '12.0.2.24', 0],
    ['', '0.0.0.0', 0],
    ['x.y', '0.0.0.1', -1],
  ] as const)('%s against %s is %s', (a, b, order) => {
    expect(compareFirmware(a, b)).toBe(order);
    expect(compareFirmware(b, a)).toBe(order === 0 ? 0 : -order);
  });

  it('orders totally', () => {
    const version = fc
      .array(fc.nat(99), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [first, second, third] = [a, b, c].sort(compareFirmware);
        expect(compareFirmware(first ?? '', second ?? '')).not.toBe(1);
        expect(compareFirmware(second ?? '', third ?? '')).not.toBe(1);
        expect(compareFirmware(first ?? '', third ?? '')).not.toBe(1);
      }),
    );
  });
});
