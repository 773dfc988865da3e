import { X509Certificate } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ofGeneration } from '../src/generation.js';
import { createDemoHouse, type Simulator, startSimulator } from '../src/index.js';
import { connect, login, requestToken } from './support/logins.js';
import { RawSocket } from './support/raw-socket.js';
import { basic, get, start, USER } from './support/simulators.js';

const DYNDNS = '127-0-0-1.504f94de3000.dyndns.loxonecloud.com';

async function typeOf(simulator: Simulator): Promise<unknown> {
  return JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body).msInfo.miniserverType;
}

describe('generation 1', () => {
  it('says so, has no TLS and no httpsStatus, and counts what later ones do not', async () => {
    const simulator = await start({ generation: 1 });
    expect(await typeOf(simulator)).toBe(0);
    expect(simulator.url).toMatch(/^http:/);
    expect((await get(simulator, 'jdev/cfg/apiKey', {})).body).not.toContain('httpsStatus');
    expect(JSON.parse((await get(simulator, 'jdev/sys/ints')).body).LL.value).toMatch(/^\d+$/);
    expect(JSON.parse((await get(simulator, 'jdev/lan/txe')).body).LL.value).toBe('0');
  });

  it('takes token commands encrypted only, in both ways', async () => {
    const simulator = await start({ generation: 1 });
    for (const mode of ['enc', 'fenc'] as const) {
      expect((await login(simulator, { mode })).granted.code).toBe(200);
    }
    const plain = await connect(simulator, { mode: 'plain' });
    expect((await requestToken(plain)).code).toBe(400);
  });

  it('cannot have TLS', async () => {
    const options = { user: 'a', password: 'b', generation: 1, tls: true } as const;
    await expect(startSimulator(options)).rejects.toThrow(RangeError);
    const other = { user: 'a', password: 'b', generation: 3 as 1 };
    await expect(startSimulator(other)).rejects.toThrow('generation must be 1 or 2');
  });
});

describe('generation 2', () => {
  it('leaves a type of its own alone, and counts nothing of the first', async () => {
    const simulator = await start({ generation: 2 });
    expect(await typeOf(simulator)).toBe(2);
    expect(JSON.parse((await get(simulator, 'jdev/sys/ints')).body).LL.value).toBe('');
  });

  it('takes token commands in the clear inside TLS, before 11.2.10.22 encrypted only', async () => {
    for (const [firmware, code] of [
      ['14.5.12.7', 200],
      ['11.2.10.21', 400],
    ] as const) {
      const simulator = await start({ tls: true, generation: 2, firmware });
      const plain = await connect(simulator, { mode: 'plain' });
      expect((await requestToken(plain)).code, firmware).toBe(code);
    }
  });

  it('is trusted under its cloud name by whoever trusts its root, and by nobody else', async () => {
    const simulator = await start({ tls: true });
    const [root = ''] = simulator.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
    const tried = (servername: string, ca?: string): Promise<string> =>
      new Promise((resolve) => {
        const { port } = simulator;
        const socket = connectTls({ port, host: '127.0.0.1', servername, ...(ca && { ca }) });
        socket.once('secureConnect', () => {
          const { subject } = socket.getPeerCertificate();
          socket.destroy();
          resolve(String(subject.CN));
        });
        socket.once('error', (error) => resolve('code' in error ? String(error.code) : ''));
      });
    for (const name of [DYNDNS, '504f94de3000.dyndns.loxonecloud.com', 'localhost']) {
      expect(await tried(name, root), name).toBe('504f94de3000.dyndns.loxonecloud.com');
    }
    expect(await tried('504f94000000.dyndns.loxonecloud.com', root)).toContain('ALTNAME');
    expect(await tried(DYNDNS)).toContain('SELF_SIGNED');
    expect(new X509Certificate(root).subject).toContain('Gatehouse Simulator Root');
  });
});

describe('a structure file of the other generation', () => {
  it('is given a type that fits; any other comes back as it is', () => {
    const demo = createDemoHouse() as { msInfo: object };
    expect(ofGeneration(demo, undefined)).toBe(demo);
    expect(ofGeneration(demo, 2)).toBe(demo);
    expect(ofGeneration(demo, 1)).toMatchObject({ msInfo: { miniserverType: 0 } });
    expect(ofGeneration(JSON.stringify(demo), 1)).toMatchObject({ msInfo: { miniserverType: 0 } });
    expect(ofGeneration({ msInfo: {} }, 2)).toEqual({ msInfo: { miniserverType: 2 } });
    for (const [type, generation, same] of [
      [1, 1, true],
      [3, 2, true],
      [4, 2, true],
      [1, 2, false],
      [4, 1, false],
    ] as const) {
      const file = { msInfo: { miniserverType: type } };
      expect(ofGeneration(file, generation) === file).toBe(same);
    }
    for (const odd of ['no json', '1', null, {}, { msInfo: 1 }]) {
      expect(ofGeneration(odd, 1)).toBe(odd);
    }
  });
});

describe('system information (§6.7)', () => {
  it('administrators read all of it', async () => {
    const simulator = await start();
    for (const [path, expected] of [
      ['jdev/cfg/dhcp', /"value":"0"/],
      ['jdev/cfg/ntp', /pool/],
      ['jdev/sys/sdtest', /Usage: 2\.79%/],
      ['jdev/bus/packetssent', /"value":"\d+"/],
      ['jdev/bus/frameerrors', /"value":"0"/],
      ['jdev/sys/ExtStatistics/13106567', /no statistics/],
      ['jdev/sys/check', /"value":"ada"/],
      ['dev/fsget/log/def.log', /PRG Start/],
      [
        'data/status',
        /<Status Modified="2025-03-21 18:30:00"><Miniserver [^>]*Version="14\.5\.12\.7"/,
      ],
    ] as const) {
      const { status, body } = await get(simulator, path);
      expect([status, expected.test(body)], `${path}: ${body}`).toEqual([200, true]);
    }
  });

  it('nobody reads it without a login, and what does not exist is not there', async () => {
    const simulator = await start();
    for (const path of ['jdev/sys/sdtest', 'data/status', 'dev/fsget/log/def.log']) {
      expect((await get(simulator, path, {})).status, path).toBe(401);
    }
    expect((await get(simulator, 'jdev/sys/nothing')).status).toBe(404);
  });

  it('whoever may reboots it, after the answer; others may not', async () => {
    const simulator = await start({ users: [{ name: 'bob', password: 'b' }] });
    expect((await get(simulator, 'jdev/sys/reboot', basic('bob', 'b'))).status).toBe(403);
    const { talk } = await login(simulator);
    expect((await talk.ask('jdev/sys/reboot')).value).toBe('1');
    expect((await talk.socket.message()).kind).toBe(5);
    expect((await get(simulator, 'jdev/cfg/api', {})).status).toBe(503);
  });

  it('whoever may updates it: 4007', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    expect((await get(simulator, 'jdev/sys/autoupdate')).status).toBe(200);
    expect(await talk.socket.closed).toMatchObject({ code: 4007 });
  });

  it('a socket that has not logged in is told nothing of it', async () => {
    const socket = await RawSocket.open((await start()).url);
    expect((await socket.answer('jdev/sys/reboot')).code).toBe(400);
    expect((await socket.answer(`jdev/sps/getuser/${USER}`)).code).toBe(400);
  });
});
