import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PackedPackage } from './pack.js';

/** A registry on this machine. */
export interface LocalRegistry {
  /** What npm is told: `--@gatehouse:registry=<url>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves packed packages the way a package registry does, so that npm resolves and installs them as
 * it will once they are published. All other packages come from where npm gets them always.
 */
export async function startRegistry(packages: readonly PackedPackage[]): Promise<LocalRegistry> {
  const files = new Map(
    packages.map(({ manifest, tarball }) => [
      manifest.name,
      { manifest, bytes: readFileSync(tarball) },
    ]),
  );
  let base = '';
  const server = createServer((request, response) => {
    const [, name = '', isTarball] =
      /^\/(@[^/]+\/[^/]+?)(\/-\/package\.tgz)?$/.exec(decodeURIComponent(request.url ?? '')) ?? [];
    const file = files.get(name);
    if (file === undefined) {
      response.writeHead(404).end('{}');
      return;
    }
    if (isTarball !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
      return;
    }
    const { manifest, bytes } = file;
    const dist = {
      tarball: `${base}${name}/-/package.tgz`,
      integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: { ...manifest, dist } },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url: base,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
