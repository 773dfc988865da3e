import type { KeyStore } from '@gatehouse/core';
import { createKeyManager, createUsageTracker } from '@gatehouse/keys';
import { parsePermission } from '@gatehouse/rbac';
import { createAuthenticate } from './authenticate.js';
import { checkOptions, type Settings } from './check-options.js';
import { type Closing, createClosing } from './closing.js';
import { openConsents } from './consent/open-consents.js';
import { createDecide, createRecording } from './decide.js';
import { createGuard } from './guard.js';
import { createKeyActs } from './key-acts.js';
import type { McpAuth } from './mcp-auth.js';
import { noKeyPrincipal } from './no-key.js';
import { type OpenedAudit, openAudit } from './open-audit.js';
import { openAuthorizer } from './open-authorizer.js';
import { createLockouts, openLimits } from './open-limits.js';
import {
  type OpenedKeys,
  openAuditStorage,
  openKeys,
  openKeysToRead,
  openUsage,
} from './open-stores.js';
import type { McpAuthOptions } from './options.js';
import { createTakeRequests } from './request-limit.js';
import { onRevoked } from './revocations.js';
import { sealedInTrail } from './sealed-in.js';
import { createValidateRequest } from './validate-request.js';

/**
 * Opens the framework: `createMcpAuth({ app: 'my-server' })` keeps its keys in the user's
 * configuration directory and makes what is missing there.
 *
 * @throws `McpAuthError`: `ERR_MCPAUTH_CONFIG_INVALID` for the options, all problems at once;
 *   `ERR_MCPAUTH_MASTER_KEY_MISSING`, `_MISMATCH` or `_INVALID` when existing data cannot be opened
 *   (then every file is as it was); `ERR_MCPAUTH_STORE_DAMAGED`, `ERR_MCPAUTH_AUDIT_DAMAGED`,
 *   `ERR_MCPAUTH_STORE_UNAVAILABLE` or `ERR_MCPAUTH_FILE_UNSAFE` for the files themselves.
 */
export async function createMcpAuth(options: McpAuthOptions): Promise<McpAuth> {
  // The one place of the framework that reads the process: docs/adr/0002.
  const settings = checkOptions(options, { env: process.env, platform: process.platform });
  const closing = createClosing();
  try {
    return await assemble(settings, closing);
  } catch (error) {
    await closing.abandon();
    throw error;
  }
}

async function assemble(settings: Settings, closing: Closing): Promise<McpAuth> {
  const { policy, logger, noKey } = settings;
  const { opened, audit } = await openTrailAndKeys(settings, closing);
  const { sink, refusals } = audit;
  const authorizer = openAuthorizer(settings, refusals);
  const { limiter, lockout } = openLimits(settings, closing);
  const keys = await openKeyManager(settings, opened, audit, authorizer, closing);
  const takeRequests = createTakeRequests({ limiter, refusals });
  const authenticate = createAuthenticate({
    keys,
    lockout,
    takeRequests,
    audit: sink,
    refusals,
    policy,
    enabled: noKey.enabled,
    withoutKey: noKeyPrincipal(noKey, policy),
    logger,
  });
  const { authorize, explain } = authorizer;
  const { onDecision } = settings;
  const deciding = { authorize, audit: sink, refusals, policy, onDecision, logger };
  const decide = createDecide(deciding);
  const asking = await openConsents(settings, { keys, authorize, decide, audit: sink }, closing);
  return {
    ...createKeyActs(keys, audit.log),
    keys,
    authenticate,
    takeRequests,
    validateRequest: createValidateRequest({ authenticate, decide }),
    authorize,
    decide,
    recording: (context) => createRecording(deciding, context),
    explain,
    guard: createGuard({ authorize, decide, keys, refusals, policy, logger, ...asking }),
    ...asking,
    audit: audit.log,
    lockouts: createLockouts(lockout, sink),
    level: policy,
    maxRequestBytes: settings.maxRequestBytes,
    ring: opened.ring,
    masterKey: opened.masterKey,
    location: opened.store.location,
    onRevoked: (listener) => onRevoked(keys, logger, listener),
    close: () => closing.close(),
  };
}

/** Looks at all that is sealed before a master key is chosen, and writes only after that. */
async function openTrailAndKeys(
  settings: Settings,
  closing: Closing,
): Promise<{ readonly opened: OpenedKeys; readonly audit: OpenedAudit }> {
  const storage = await openAuditStorage(settings, closing);
  const opened = await openKeys(settings, closing, await sealedInTrail(storage.part));
  const audit = await openAudit(settings, storage, opened.ring, closing);
  if (opened.masterKey?.generated === true) {
    audit.sink.note({
      type: 'master-key.generated',
      actor: { id: 'local' },
      outcome: 'success',
      target: opened.masterKey.id,
    });
  }
  return { opened, audit };
}

async function openKeyManager(
  settings: Settings,
  { store, ring, handOver }: OpenedKeys,
  { sink }: OpenedAudit,
  { grantProblem }: ReturnType<typeof openAuthorizer>,
  closing: Closing,
): Promise<McpAuth['keys']> {
  const { clock, random, prefix, logger, policy } = settings;
  const counters = await openUsage(settings, closing);
  const usage = createUsageTracker({ store: counters.part, clock, logger });
  const keys = await createKeyManager({
    store,
    ring,
    clock,
    random,
    prefix,
    logger,
    checkPermission: parsePermission,
    checkGrant: grantProblem,
    usage,
    audit: sink,
    ...(policy.keyLifetime === undefined ? {} : { policy: policy.keyLifetime }),
  });
  // From here on the manager closes both.
  counters.handOver();
  handOver();
  closing.add(() => keys.close());
  return keys;
}

/** The keys of a server, to look at. */
export type KeyReader = Pick<KeyStore, 'get' | 'list' | 'header' | 'location' | 'close'>;

/**
 * Opens the keys to look at them, with the options of {@link createMcpAuth}. It makes nothing and
 * writes nothing, and needs a master key only for a store that is sealed as a whole: it also works
 * where `createMcpAuth` cannot.
 *
 * @throws `McpAuthError` as {@link createMcpAuth} does for the options and for the files.
 */
export function openKeyReader(options: McpAuthOptions): Promise<KeyReader> {
  return openKeysToRead(checkOptions(options, { env: process.env, platform: process.platform }));
}
