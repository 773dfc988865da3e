import { join } from 'node:path';
import { runToEnd } from './programs.js';

/** Files of a certificate that nobody has signed. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for a name, with a new key. Needs openssl. */
export function makeCertificate(directory: string, name: string): Certificate {
  const cert = join(directory, 'cert.pem');
  const key = join(directory, 'key.pem');
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const made = ['-keyout', key, '-out', cert];
  const { status, stderr } = runToEnd('openssl', ['req', '-x509', ...kind, ...names, ...made]);
  if (status !== 0) throw new TypeError(`openssl failed: ${stderr}`);
  return { cert, key };
}
