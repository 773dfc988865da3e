import { EXIT, StartupError } from '@gatehouse/loxone-app';
import {
  type Binding,
  bindingProblem,
  defaultSecurityLevel,
  type SecurityLevel,
} from '@gatehouse/mcp-auth';

/** What decides whether the server may listen somewhere. */
export interface BindingSettings {
  readonly host: string;
  readonly trustedProxies: readonly string[];
  readonly securityLevel: SecurityLevel | undefined;
  /** File of the certificate, where the server itself speaks TLS. */
  readonly tlsCert?: string | undefined;
}

/** What an operator can do about a refusal, in the words of this program's settings. */
const REMEDIES: Readonly<Record<SecurityLevel, string>> = {
  development: 'Use --host 127.0.0.1, or another SECURITY_LEVEL.',
  staging: 'Use --host 127.0.0.1.',
  production:
    'Serve TLS with --tls-cert and --tls-key; or listen on 127.0.0.1 behind a reverse proxy with TLS; or name the address of such a proxy with --trusted-proxies; or, in a network that you trust entirely, set SECURITY_LEVEL=staging.',
};

/**
 * Where the server is about to listen, for the security level to judge.
 *
 * @throws StartupError with what to do instead, where keys would travel unprotected.
 */
export function bindingOf(settings: BindingSettings): Binding {
  const { host, trustedProxies, securityLevel } = settings;
  const binding = {
    host,
    tls: settings.tlsCert !== undefined,
    trustedProxy: trustedProxies.length > 0,
  };
  const level = securityLevel ?? defaultSecurityLevel(host);
  const problem = bindingProblem(level, binding);
  if (problem !== undefined && 'refuse' in problem) {
    throw new StartupError(`${problem.refuse} ${REMEDIES[level]}`, EXIT.usage);
  }
  return binding;
}
