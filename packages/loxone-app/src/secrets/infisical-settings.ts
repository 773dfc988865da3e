import type { Secret } from './secret.js';
import { SecretProblem } from './secret-problem.js';
import { secretOf } from './secret-text.js';

/** Where Infisical is, and who asks there. */
export interface InfisicalAccess {
  /** `https://app.infisical.com`, without a slash at its end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** What the settings are read from. */
export interface InfisicalSettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads `INFISICAL_CLIENT_SECRET_FILE`, with the care that all files with secrets get. */
  readonly readSecretFile: (path: string) => Promise<Secret>;
}

const DEFAULT_URL = 'https://app.infisical.com';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** @throws SecretProblem that lists all that is missing or cannot be right. */
export async function infisicalAccess(sources: InfisicalSettingSources): Promise<InfisicalAccess> {
  const { env } = sources;
  const url = urlOf(env.INFISICAL_URL);
  const clientId = env.INFISICAL_CLIENT_ID ?? '';
  const clientSecret = await clientSecretOf(sources);
  const problems = [
    url === undefined
      ? 'INFISICAL_URL must be an https URL without user, query and fragment (http only on this machine)'
      : undefined,
    clientId === '' ? 'INFISICAL_CLIENT_ID is not set' : undefined,
    clientSecret === undefined
      ? 'INFISICAL_CLIENT_SECRET (or INFISICAL_CLIENT_SECRET_FILE) is not set'
      : undefined,
  ].filter((problem) => problem !== undefined);
  if (url === undefined || clientSecret === undefined || problems.length > 0) {
    throw new SecretProblem(
      'ERR_SECRET_REFERENCE',
      `Secrets cannot be read from Infisical: ${problems.join('; ')}.`,
    );
  }
  return { url, clientId, clientSecret };
}

function urlOf(text = DEFAULT_URL): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username + url.password + url.search + url.hash !== '') {
    return undefined;
  }
  // The client secret goes there: in the open it may go no further than this machine.
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return isSafe ? url.origin + url.pathname.replace(/\/+$/, '') : undefined;
}

async function clientSecretOf(sources: InfisicalSettingSources): Promise<Secret | undefined> {
  const { INFISICAL_CLIENT_SECRET: text = '', INFISICAL_CLIENT_SECRET_FILE: path = '' } =
    sources.env;
  if (text !== '') return secretOf(text, 'The environment variable INFISICAL_CLIENT_SECRET');
  return path === '' ? undefined : sources.readSecretFile(path);
}
