import { type HOUSE_SETTINGS, isSerial, type ResolvedSettings } from '@gatehouse/loxone-app';
import type { LoxoneClientOptions } from '@gatehouse/loxone-client';

/** How a connection to the Miniserver is protected. */
export type HouseTls = NonNullable<LoxoneClientOptions['tls']>;

/** What the settings ask for, and where they contradict each other or the address. */
export interface TlsDecision {
  /** `undefined`: the address decides. */
  readonly tls: HouseTls | undefined;
  /** One sentence each, with what to do. */
  readonly problems: readonly string[];
}

/** The settings that are about TLS. */
export type TlsValues = Pick<
  ResolvedSettings<typeof HOUSE_SETTINGS>['values'],
  'loxoneTls' | 'loxoneTlsPin' | 'loxoneTlsCa'
>;

/**
 * Decides about TLS. A pin or an authority of one's own asks for TLS by itself: with `auto`, whoever
 * controls the network could talk the server out of it.
 *
 * @param host - As LOXONE_HOST names it.
 */
export function houseTls(host: string, values: TlsValues): TlsDecision {
  const { loxoneTls: choice, loxoneTlsPin: pin, loxoneTlsCa: ca } = values;
  const checks = checksOf(pin, ca);
  const tls = checks ?? choice;
  const problems = [
    pin !== undefined && ca !== undefined
      ? 'LOXONE_TLS_PIN and LOXONE_TLS_CA: a pinned certificate needs no authority; set one of them.'
      : undefined,
    checks !== undefined && (choice === false || choice === 'auto')
      ? `LOXONE_TLS is ${choice}, but ${pin === undefined ? 'LOXONE_TLS_CA' : 'LOXONE_TLS_PIN'} is about TLS connections: set LOXONE_TLS=true, or remove one of them.`
      : undefined,
    againstAddress(host, tls),
  ].filter((problem) => problem !== undefined);
  return { tls, problems };
}

function checksOf(
  pin: TlsValues['loxoneTlsPin'],
  ca: TlsValues['loxoneTlsCa'],
): HouseTls | undefined {
  if (pin !== undefined) return { pin };
  return ca === undefined ? undefined : { ca };
}

function againstAddress(host: string, tls: HouseTls | undefined): string | undefined {
  const asked = tls === true || typeof tls === 'object';
  if (isSerial(host) && tls === false) {
    return 'LOXONE_TLS is false, but a house that is found by its serial number is reached over the internet: set LOXONE_TLS to true or auto, or LOXONE_HOST to its address.';
  }
  if (/^(?:http|ws):/i.test(host) && asked) {
    return 'LOXONE_HOST asks for no TLS, other settings ask for it: write https:// there.';
  }
  if (/^(?:https|wss):/i.test(host) && tls === false) {
    return 'LOXONE_HOST asks for TLS, LOXONE_TLS forbids it: remove LOXONE_TLS, or write http:// there.';
  }
  return undefined;
}
