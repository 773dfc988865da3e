import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../src/lint/deployment.js';
import { environmentOf, instructionsOf } from '../src/lint/dockerfile.js';
import { serverEnvironments } from '../src/lint/settings-rules.js';
import { type ContainerRoot, containerRoot, HAS_CONTAINERS } from './support/container.js';
import { readFile } from './support/files.js';
import { freePort, type Program } from './support/programs.js';
import { type Assembled, assemble, IS_BUILT } from './support/served.js';

const deployment = readDeployment(readFile);
const last = deployment.stages.at(-1);
const USER = Number(instructionsOf(last, 'USER')[0]?.text.split(':')[0]);

/** The line that the image adds to its /etc/passwd. */
const [, ACCOUNT = ''] =
  /echo '([^']+)' >> \/etc\/passwd/.exec(instructionsOf(last, 'RUN')[0]?.text ?? '') ?? [];

const CAN_RUN = HAS_CONTAINERS && IS_BUILT;

/** The image's own command line, on this machine's Node. */
function command(...args: readonly string[]): readonly string[] {
  const [entry] = instructionsOf(last, 'ENTRYPOINT');
  const [, ...words] = entry?.words ?? [];
  return [process.execPath, ...words, ...args];
}

describe.skipIf(!CAN_RUN)(
  'as a container: another user, no rights, everything read-only (needs root, unshare, setpriv and the built programs)',
  () => {
    let assembled: Assembled;
    let root: ContainerRoot;
    let env: Readonly<Record<string, string>>;
    let port: string;

    beforeAll(async () => {
      assembled = assemble();
      root = containerRoot(assembled, ACCOUNT, {
        'master-key': `${randomBytes(32).toString('base64')}\n`,
        'loxone-pass': 'secret',
      });
      port = String(await freePort());
      // What the pod gets, but for what only exists in a house.
      const pod = serverEnvironments(deployment).find(({ file }) => file.includes('kubernetes'));
      env = {
        ...pod?.variables,
        LOXONE_HOST: '127.0.0.1:1',
        LOXONE_MCP_HOST: '127.0.0.1',
        LOXONE_MCP_PORT: port,
        LOXONE_MCP_TRUSTED_PROXIES: '127.0.0.1',
      };
    });

    afterAll(() => {
      root.remove();
      assembled.remove();
    });

    async function ends(program: Program, pattern: RegExp): Promise<string> {
      const [text = ''] = await program.waitFor(pattern);
      await program.stop();
      return text;
    }

    it('can write nothing but the volume and /tmp', async () => {
      const places = [
        '/',
        '/opt/loxone-mcp',
        '/run/secrets/loxone-mcp',
        '/etc',
        '/var/lib',
        '/tmp',
        '/var/lib/loxone-mcp',
      ];
      const code = `for (const place of ${JSON.stringify(places)}) {
        try { fs.writeFileSync(place + '/probe', ''); fs.rmSync(place + '/probe'); console.log('wrote', place); }
        catch (error) { console.log(error.code, place); }
      }
      console.log('user', process.getuid(), process.getgid(), process.getgroups().join(), 'end')`;
      const probe = root.start([process.execPath, '-e', code], {});
      const output = await ends(probe, /user .* end/);
      expect(output).toBe(`user ${USER} ${USER} ${USER} end`);
      expect(probe.output().match(/^(EROFS|EACCES) .*$/gm)).toHaveLength(5);
      expect(probe.output().match(/^wrote .*$/gm)).toEqual([
        'wrote /tmp',
        'wrote /var/lib/loxone-mcp',
      ]);
    });

    it('starts, is well, makes keys that outlive it, and ends when it is told to', async () => {
      const server = root.start(command('http'), env);
      await server.waitFor(/Listening/i);
      const [health] = instructionsOf(last, 'HEALTHCHECK');
      const check = ['sh', '-c', '"$0" "$1"; echo "code $?"', process.execPath];
      await ends(root.start([...check, health?.words.at(-1) ?? ''], env), /code 0/);
      const { status } = await fetch(`http://127.0.0.1:${port}/health`);
      expect(status).toBe(200);
      const cli = [process.execPath, '/opt/loxone-mcp/cli/main.js', 'keys'];
      const made = root.start(
        [...cli, 'generate', '--role', 'monitor', '--name', 'x', '--expires', '90'],
        env,
      );
      await ends(made, /lmcp_monitor_001_\w+/);
      await server.stop();
      expect(server.output()).toMatch(/Stopping/);

      const again = root.start(command('http'), env);
      await again.waitFor(/Listening/i);
      await ends(root.start([...cli, 'list'], env), /lmcp_monitor_001/);
      await again.stop();
    });

    it('keeps its files to itself, although the volume is the group’s', () => {
      const directory = join(root.volume, 'config');
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      const files = readdirSync(directory);
      expect(files).toContain('keys.toml');
      expect(files).not.toContain('master.key');
      for (const file of files) expect(statSync(join(directory, file)).mode & 0o077, file).toBe(0);
    });

    it('has in its image’s variables the places that were tried here', () => {
      expect(env).toMatchObject({
        LOXONE_MCP_CONFIG_DIR: environmentOf(last).LOXONE_MCP_CONFIG_DIR,
        LOXONE_MCP_MASTER_KEY_FILE: '/run/secrets/loxone-mcp/master-key',
      });
    });
  },
);
