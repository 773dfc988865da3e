import { isMiniserverName, NAME_RULE } from '../miniservers/miniserver.js';
import { parseSecretReference, type SecretReference } from '../secrets/secret-reference.js';
import {
  certificates,
  fingerprints,
  miniserver,
  serialNumber,
  type TlsChoice,
  tlsChoice,
} from './miniserver.js';
import { secret, text } from './parsers.js';
import type { Parsed, Setting } from './setting.js';

/** How to reach the Miniserver, and who the server is there. */
export const HOUSE_SETTINGS: {
  readonly miniserver: Setting<string>;
  readonly loxoneHost: Setting<string>;
  readonly loxoneSerial: Setting<string>;
  readonly loxoneUser: Setting<string>;
  readonly loxonePassword: Setting<string>;
  readonly loxonePasswordFrom: Setting<SecretReference>;
  readonly loxoneVisuPassword: Setting<string>;
  readonly loxoneVisuPasswordFrom: Setting<SecretReference>;
  readonly loxoneTls: Setting<TlsChoice>;
  readonly loxoneTlsPin: Setting<readonly string[]>;
  readonly loxoneTlsCa: Setting<string>;
} = {
  miniserver: {
    flag: 'miniserver',
    env: ['LOXONE_MINISERVER'],
    meaning:
      'name of a Miniserver that "loxone-mcp miniserver add" has kept; without one, and without LOXONE_HOST, the default one',
    parse: miniserverName,
  },
  loxoneHost: {
    flag: 'loxone-host',
    env: ['LOXONE_HOST'],
    meaning: 'where the Miniserver is: host[:port], a URL, or its serial number',
    parse: miniserver,
  },
  loxoneSerial: {
    flag: 'loxone-serial',
    env: ['LOXONE_SERIAL'],
    meaning: 'serial number of the Miniserver that must answer there; no other one is logged in to',
    parse: serialNumber,
  },
  loxoneUser: {
    flag: 'loxone-user',
    env: ['LOXONE_USER'],
    meaning: 'user of the Miniserver',
    parse: text,
  },
  loxonePassword: {
    env: ['LOXONE_PASS'],
    orFile: true,
    meaning: 'password of that user',
    parse: secret,
  },
  loxonePasswordFrom: {
    env: ['LOXONE_PASS_FROM'],
    meaning:
      'where that password is, instead of LOXONE_PASS: env:NAME, file:PATH, command:PROGRAM ARGUMENTS, or infisical:PROJECT/ENVIRONMENT/FOLDER/NAME',
    parse: parseSecretReference,
  },
  loxoneVisuPassword: {
    env: ['LOXONE_VISU_PASS'],
    orFile: true,
    meaning: 'visualisation password, for controls that ask for it; without it they are only read',
    parse: secret,
  },
  loxoneVisuPasswordFrom: {
    env: ['LOXONE_VISU_PASS_FROM'],
    meaning: 'where the visualisation password is, instead of LOXONE_VISU_PASS',
    parse: parseSecretReference,
  },
  loxoneTls: {
    flag: 'loxone-tls',
    env: ['LOXONE_TLS'],
    meaning:
      'true, false, or auto: as the Miniserver has it; default: as the URL says, auto for a serial number, else false',
    parse: tlsChoice,
  },
  loxoneTlsPin: {
    flag: 'loxone-tls-pin',
    env: ['LOXONE_TLS_PIN'],
    meaning:
      'SHA-256 fingerprint of the certificate or its public key, which then decides alone; several separated by commas',
    parse: fingerprints,
  },
  loxoneTlsCa: {
    env: ['LOXONE_TLS_CA'],
    orFile: true,
    meaning: 'certificates (PEM) that are trusted instead of the usual ones',
    parse: certificates,
  },
};

function miniserverName(given: string): Parsed<string> {
  const name = given.trim();
  return isMiniserverName(name) ? { ok: true, value: name } : { ok: false, problem: NAME_RULE };
}
