import { type Clock, systemClock } from '@gatehouse/core';
import { type InfisicalReference, parseInfisicalReference } from './infisical-reference.js';
import type { InfisicalAccess } from './infisical-settings.js';
import { type HttpAnswer, type Patience, patientFetch } from './patient-fetch.js';
import { Secret } from './secret.js';
import { SecretProblem } from './secret-problem.js';
import type { SecretProvider } from './secret-provider.js';
import { secretOf } from './secret-text.js';

/** What secrets of Infisical need. */
export interface InfisicalOptions extends Patience {
  /** Called at the first secret that is read, and again until it is known. */
  readonly access: () => Promise<InfisicalAccess>;
  readonly clock?: Clock;
}

/** A token of Infisical, for as long as it counts. */
interface Token {
  readonly secret: Secret;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** A token is not used in its last seconds: it could end on its way. */
const MARGIN_MS = 30_000;

/**
 * Secrets of Infisical over its HTTP API: `infisical:PROJECT/ENVIRONMENT/FOLDER/NAME`. Logs in as a
 * machine identity (Universal Auth) and keeps the token in memory until it ends.
 */
export function createInfisicalSecrets(options: InfisicalOptions): SecretProvider {
  const { clock = systemClock } = options;
  let known: Token | undefined;
  const tokenOf = async (access: InfisicalAccess, signal: AbortSignal): Promise<Token> => {
    if (known === undefined || known.until <= clock.now()) {
      known = await logIn(access, signal, options, clock);
    }
    return known;
  };
  return {
    scheme: 'infisical',
    async read(text, signal) {
      const reference = parseInfisicalReference(text);
      if (!reference.ok) {
        throw new SecretProblem('ERR_SECRET_REFERENCE', `A secret ${reference.problem}.`);
      }
      const access = await options.access();
      const hadToken = known !== undefined;
      const first = await ask(
        access,
        await tokenOf(access, signal),
        reference.value,
        signal,
        options,
      );
      if (first.status !== 401 || !hadToken) return judge(first, reference.value, access);
      // A token can be revoked before its time; one made just now cannot be the reason.
      known = undefined;
      const token = await tokenOf(access, signal);
      return judge(
        await ask(access, token, reference.value, signal, options),
        reference.value,
        access,
      );
    },
  };
}

async function logIn(
  { url, clientId, clientSecret }: InfisicalAccess,
  signal: AbortSignal,
  patience: Patience,
  clock: Clock,
): Promise<Token> {
  const service = `Infisical at ${url}`;
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId, clientSecret: clientSecret.reveal() }),
  };
  const question = { url: `${url}/api/v1/auth/universal-auth/login`, init, service };
  const { status, body } = await patientFetch(question, signal, patience);
  if (status === 400 || status === 401 || status === 403) {
    throw refused(`${service} does not accept INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET.`);
  }
  const token = field(body, 'accessToken');
  const seconds = field(body, 'expiresIn');
  if (status !== 200 || typeof token !== 'string' || typeof seconds !== 'number') {
    throw strange(service, status);
  }
  return { secret: new Secret(token), until: clock.now() + seconds * 1000 - MARGIN_MS };
}

function ask(
  { url }: InfisicalAccess,
  token: Token,
  { project, environment, path, name }: InfisicalReference,
  signal: AbortSignal,
  patience: Patience,
): Promise<HttpAnswer> {
  const query = new URLSearchParams({ workspaceId: project, environment, secretPath: path });
  const question = {
    url: `${url}/api/v3/secrets/raw/${encodeURIComponent(name)}?${query}`,
    init: { headers: { authorization: `Bearer ${token.secret.reveal()}` } },
    service: `Infisical at ${url}`,
  };
  return patientFetch(question, signal, patience);
}

function judge(
  { status, body }: HttpAnswer,
  { project, environment, path, name }: InfisicalReference,
  { url }: InfisicalAccess,
): Secret {
  const service = `Infisical at ${url}`;
  const place = `${name} in ${path} of ${environment}, project ${project}`;
  if (status === 401) throw refused(`${service} does not accept the token that it gave.`);
  if (status === 403) {
    throw refused(`${service} does not let this identity read ${place}. Give it a role there.`);
  }
  if (status === 404) {
    throw new SecretProblem('ERR_SECRET_MISSING', `${service} knows no secret ${place}.`);
  }
  const secret = field(body, 'secret');
  // Who may see that a secret exists, but not the secret, gets something else in its place.
  if (field(secret, 'secretValueHidden') === true) {
    throw refused(`${service} hides the value of ${place} from this identity.`);
  }
  const value = field(secret, 'secretValue');
  if (status !== 200 || typeof value !== 'string') throw strange(service, status);
  return secretOf(value, `The secret ${place}, at Infisical,`);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function refused(message: string): SecretProblem {
  return new SecretProblem('ERR_SECRET_REFUSED', message);
}

function strange(service: string, status: number): SecretProblem {
  const message = `${service} answers ${status} in a form that is not known. Check INFISICAL_URL.`;
  return new SecretProblem('ERR_SECRET_REFUSED', message);
}
