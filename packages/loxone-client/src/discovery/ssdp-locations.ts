import { parseSsdpAnswer } from '@gatehouse/loxone-protocol';

/** A description that may be fetched. */
export interface Location {
  readonly address: string;
  readonly port: number;
}

const PATH = '/upnp.xml';

/**
 * Where a device says that its description is, if that can be a Miniserver's: over HTTP, at the
 * very address that answered (nobody may send us elsewhere), under the path that they all have.
 *
 * @returns `undefined` for everything else.
 */
export function readLocation(text: string, sender: string): Location | undefined {
  const answer = parseSsdpAnswer(text);
  if (answer === undefined || !URL.canParse(answer.location)) return undefined;
  const url = new URL(answer.location);
  const isOurs =
    url.protocol === 'http:' &&
    url.hostname === sender &&
    url.pathname === PATH &&
    url.search === '' &&
    url.username === '';
  return isOurs ? { address: sender, port: url.port === '' ? 80 : Number(url.port) } : undefined;
}
