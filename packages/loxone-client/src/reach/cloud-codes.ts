import { CLOUD_DNS_CODES } from '@gatehouse/loxone-protocol';

const MAX_WORDS = 200;

/** What each code of CloudDNS means, and what to do (protocol reference §1.5). */
const SENTENCES: ReadonlyMap<number, string> = new Map([
  [
    CLOUD_DNS_CODES.notRegistered,
    'it is not registered with Loxone, or its cloud service is off; register it and switch the service on',
  ],
  [
    CLOUD_DNS_CODES.notReporting,
    'it does not report to the cloud; check the serial number, and that it runs and reaches the internet',
  ],
  [
    CLOUD_DNS_CODES.insecurePassword,
    'access from outside is blocked because of an insecure password; change the password',
  ],
  [
    CLOUD_DNS_CODES.portClosed,
    'its port is closed; open it in the router, or switch Remote Connect on',
  ],
  [CLOUD_DNS_CODES.denied, 'access from outside is denied; ask the installer why'],
  [CLOUD_DNS_CODES.remoteConnectFailed, 'Remote Connect failed; wait, it is tried again'],
  [CLOUD_DNS_CODES.remoteConnectTimedOut, 'Remote Connect took too long; wait, it is tried again'],
  [CLOUD_DNS_CODES.scheduledRestart, 'it restarts as scheduled; wait, it is tried again'],
]);

/** Codes that need nobody to change a setting. */
const PASSING: ReadonlySet<number> = new Set([
  CLOUD_DNS_CODES.notReporting,
  CLOUD_DNS_CODES.remoteConnectFailed,
  CLOUD_DNS_CODES.remoteConnectTimedOut,
  CLOUD_DNS_CODES.scheduledRestart,
]);

/** Whether a Miniserver may be found later without anybody doing something. */
export function isPassing(code: number): boolean {
  return PASSING.has(code) || code >= 500;
}

/**
 * @param words - The service's own, which come with a denial.
 * @returns `undefined` for a code that is not one of CloudDNS's refusals.
 */
export function describeCloudCode(code: number, words?: string): string | undefined {
  const sentence = SENTENCES.get(code);
  if (sentence === undefined || words === undefined) return sentence;
  return `${sentence} ("${words.replace(/\p{Cc}/gu, ' ').slice(0, MAX_WORDS)}")`;
}
