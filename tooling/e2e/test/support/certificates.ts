import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program of the machine, found by its name. */
const OPENSSL = 'openssl';

/** Whether certificates can be made here: Node itself cannot. */
export const hasOpenssl: boolean = spawnSync(OPENSSL, ['version']).status === 0;

/** What a server has: its certificate with the one that signed it, and its key; all PEM. */
export interface Chain {
  readonly chain: string;
  readonly key: string;
}

/** An authority of our own, with one in between, as public ones have it. */
export interface Authority {
  /** What clients trust: PEM. */
  readonly root: string;
  /** Makes a server at 127.0.0.1. @param name - Its common name, by which tests tell them apart. */
  issue(name: string): Chain;
  remove(): void;
}

/** Makes an authority in a directory of its own. */
export function createAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-authority-'));
  const at = (name: string): string => join(directory, name);
  const openssl = (args: readonly string[]): void => {
    execFileSync(OPENSSL, args, { stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const self = ['-x509', '-days', '30', '-subj', '/CN=Test Root'];
  openssl(['req', ...self, ...newKey, '-keyout', at('root.key'), '-out', at('root.pem')]);
  sign('between', 'root', 'Test Between', 'basicConstraints=critical,CA:TRUE');

  /** Makes a key, and a certificate for it that another one has signed. */
  function sign(file: string, by: string, name: string, extension: string): void {
    const [key, request, extensions] = [at(`${file}.key`), at(`${file}.csr`), at(`${file}.ext`)];
    openssl(['req', ...newKey, '-subj', `/CN=${name}`, '-keyout', key, '-out', request]);
    writeFileSync(extensions, `${extension}\n`);
    const signer = ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial'];
    const made = ['-in', request, '-out', at(`${file}.pem`), '-days', '30', '-extfile', extensions];
    openssl(['x509', '-req', ...signer, ...made]);
  }

  const read = (file: string): string => readFileSync(at(file), 'utf8');
  return {
    root: read('root.pem'),
    issue: (name) => {
      sign(name, 'between', name, 'subjectAltName=IP:127.0.0.1');
      return { chain: read(`${name}.pem`) + read('between.pem'), key: read(`${name}.key`) };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
