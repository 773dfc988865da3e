import { FILES } from './deployment.js';
import { holdsSecret } from './image-rules.js';
import { type Check, type Judgement, judgementsOf } from './judgement.js';
import { serviceEnvironment, serviceValues, type UnitFile } from './unit-file.js';

/** Directives of `[Service]` and the only value each may have. */
const HARDENING: Readonly<Record<string, string>> = {
  NoNewPrivileges: 'true',
  ProtectSystem: 'strict',
  ProtectHome: 'true',
  PrivateTmp: 'true',
  PrivateDevices: 'true',
  PrivateMounts: 'true',
  PrivateUsers: 'true',
  ProtectKernelTunables: 'true',
  ProtectKernelModules: 'true',
  ProtectKernelLogs: 'true',
  ProtectControlGroups: 'true',
  ProtectClock: 'true',
  ProtectHostname: 'true',
  ProtectProc: 'invisible',
  ProcSubset: 'pid',
  RestrictNamespaces: 'true',
  RestrictRealtime: 'true',
  RestrictSUIDSGID: 'true',
  LockPersonality: 'true',
  RemoveIPC: 'true',
  KeyringMode: 'private',
  SystemCallArchitectures: 'native',
  CapabilityBoundingSet: '',
  AmbientCapabilities: '',
  UMask: '0077',
  StateDirectoryMode: '0700',
  LimitCORE: '0',
  // V8 and WebAssembly make code at run time.
  MemoryDenyWriteExecute: 'false',
};

/** What a Node service opens: nothing else. */
const FAMILIES = ['AF_INET', 'AF_INET6', 'AF_NETLINK', 'AF_UNIX'];

/** What the unit must have. `systemd-analyze` judges the rest. */
export function unitJudgements(
  unit: UnitFile,
  environmentFile: Readonly<Record<string, string>>,
): readonly Judgement[] {
  const one = (directive: string): string => serviceValues(unit, directive).join(' ');
  const environment = serviceEnvironment(unit);
  const credentials = serviceValues(unit, 'LoadCredential').map((value) => value.split(':')[0]);
  const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
  const families = one('RestrictAddressFamilies').split(' ').sort();
  const calls = serviceValues(unit, 'SystemCallFilter');
  const variables = [...Object.keys(environment), ...Object.keys(environmentFile)];
  const hardening = Object.entries(HARDENING).map(
    ([directive, wanted]): Check => [
      `hardening:${directive}`,
      unit.get('Service')?.has(directive) === true && one(directive) === wanted,
      `${directive}=${wanted}`,
    ],
  );
  const checks: Check[] = [
    ...hardening,
    ['own-user', !['', 'root', 'nobody'].includes(one('User')), 'a user of its own'],
    ['state-directory', one('StateDirectory') === 'loxone-mcp', 'StateDirectory=loxone-mcp'],
    [
      'credentials',
      files.every(([, path]) => isCredential(path, credentials)),
      '*_FILE names a credential',
    ],
    [
      'credentials-used',
      files.length >= credentials.length && credentials.length >= 2,
      'a credential that nothing reads',
    ],
    ['no-secret-in-env', !variables.some(holdsSecret), 'secrets are credentials'],
    [
      'families',
      families.join() === FAMILIES.join(),
      `RestrictAddressFamilies=${FAMILIES.join(' ')}`,
    ],
    [
      'calls',
      calls[0] === '@system-service' && /^~.*@privileged/.test(calls[1] ?? ''),
      'SystemCallFilter',
    ],
    ['no-retry-on-misuse', one('RestartPreventExitStatus') === '2 3', 'exit codes 2 and 3 stay'],
    ['restarts', one('Restart') === 'on-failure', 'Restart=on-failure'],
    [
      'absolute-command',
      one('ExecStart').startsWith('/'),
      'ExecStart is absolute, without a shell',
    ],
    ['stops', one('KillSignal') === 'SIGTERM' && one('TimeoutStopSec') !== '', 'SIGTERM, and time'],
    ['wanted', unit.get('Install')?.get('WantedBy')?.[0] === 'multi-user.target', 'WantedBy'],
  ];
  return judgementsOf(FILES.unit, checks);
}

function isCredential(path: string, credentials: readonly (string | undefined)[]): boolean {
  return path.startsWith('%d/') && credentials.includes(path.slice('%d/'.length));
}
