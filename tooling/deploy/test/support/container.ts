import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram, type Program, startProgram } from './programs.js';
import type { Assembled } from './served.js';

/** What a container is made of here: a mount namespace, bind mounts, another user without rights. */
export const HAS_CONTAINERS: boolean =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['unshare', 'setpriv', 'chroot', 'mount'].every(hasProgram);

/** Directories of this machine that hold Node and what it is linked with. */
const SYSTEM = ['usr', 'bin', 'lib', 'lib64', 'sbin', 'etc'];

/** A root file system of the image's shape, and what the image's container gets beside it. */
export interface ContainerRoot {
  /** `/var/lib/loxone-mcp`, as a cluster mounts it: the group's, and everything in it stays so. */
  readonly volume: string;
  /** Runs a command line as the image's user; all file systems but the volume and /tmp are read-only. */
  start(command: readonly string[], env: Readonly<Record<string, string>>): Program;
  remove(): void;
}

/**
 * Lays out what a container needs.
 *
 * @param account - The user's line of /etc/passwd, whose group has the same number.
 * @param secrets - Names and texts of what is mounted at `/run/secrets/loxone-mcp`.
 */
export function containerRoot(
  { directory }: Assembled,
  account: string,
  secrets: Readonly<Record<string, string>>,
): ContainerRoot {
  const user = Number(account.split(':')[2]);
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-container-'));
  const [root, volume, mounted] = ['root', 'volume', 'secrets'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [
    'opt/loxone-mcp',
    'var/lib/loxone-mcp',
    'run/secrets/loxone-mcp',
    'proc',
    'dev',
    'tmp',
  ]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  const bound = SYSTEM.filter((name) => layOut(root, name));
  // As `fsGroup` leaves an empty volume, and `defaultMode` a secret.
  mkdirSync(volume);
  chownSync(volume, 0, user);
  chmodSync(volume, 0o2770);
  mkdirSync(mounted);
  for (const [name, text] of Object.entries(secrets)) {
    writeFileSync(join(mounted, name), text, { mode: 0o440 });
    chownSync(join(mounted, name), 0, user);
  }
  const passwd = join(base, 'passwd');
  writeFileSync(passwd, `${readFileSync('/etc/passwd', 'utf8')}${account}\n`);
  const mounts = [
    `mount --bind ${root} ${root}`,
    ...bound.map(
      (name) =>
        `mount --bind -o ro /${name} ${root}/${name} && mount -o remount,bind,ro ${root}/${name}`,
    ),
    `mount --bind ${directory} ${root}/opt/loxone-mcp && mount -o remount,bind,ro ${root}/opt/loxone-mcp`,
    `mount --bind ${mounted} ${root}/run/secrets/loxone-mcp && mount -o remount,bind,ro ${root}/run/secrets/loxone-mcp`,
    `mount --bind ${passwd} ${root}/etc/passwd && mount -o remount,bind,ro ${root}/etc/passwd`,
    `mount --bind ${volume} ${root}/var/lib/loxone-mcp`,
    `mount --rbind /dev ${root}/dev`,
    // As ProcSubset=pid of the unit has it: no more of /proc than processes.
    `mount -t proc -o subset=pid proc ${root}/proc`,
    `mount -t tmpfs -o size=16m,mode=1777,noexec,nosuid,nodev tmpfs ${root}/tmp`,
    `mount -o remount,bind,ro ${root}`,
  ];
  const rights = `--reuid=${user} --regid=${user} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all`;
  const script = `set -e\n${mounts.join('\n')}\nexec chroot ${root} setpriv ${rights} -- "$@"\n`;
  return {
    volume,
    start: (command, env) =>
      startProgram('unshare', ['--mount', '--', 'sh', '-c', script, 'sh', ...command], {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ...env,
      }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Makes a place for a directory of this machine. @returns Whether it is to be mounted there. */
function layOut(root: string, name: string): boolean {
  const path = `/${name}`;
  if (!existsSync(path)) return false;
  if (lstatSync(path).isSymbolicLink()) {
    symlinkSync(`usr/${name}`, join(root, name));
    return false;
  }
  mkdirSync(join(root, name));
  return true;
}
