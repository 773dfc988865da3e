import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program of the machine, found by its name; where it is missing, tests say so and are skipped. */
const OPENSSL = 'openssl';

/** Whether certificates can be made here: Node itself cannot. */
export const hasOpenssl: boolean = spawnSync(OPENSSL, ['version']).status === 0;

/** A certificate for 127.0.0.1 that signs itself, and its key, as PEM. */
export interface MadePair {
  readonly cert: string;
  readonly key: string;
}

/** Makes a pair. @param name - The common name, by which tests tell pairs apart. */
export function makePair(name: string): MadePair {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  try {
    const how = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30'.split(' ');
    const what = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    const where = ['-keyout', key, '-out', cert];
    execFileSync(OPENSSL, ['req', ...how, ...what, ...where], { stdio: 'pipe' });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
