import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PAGE_POLICY } from './security-headers.js';

/** One file of the page. */
export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  /** For `ETag`. */
  readonly hash: string;
}

/** The files of the page, by their path within it: `index.html`, `assets/main-AB12.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Loads the page. @returns `undefined` where there is none, or one without `index.html`. */
export function loadStaticFiles(directory: string): StaticFiles | undefined {
  const files = new Map<string, StaticFile>();
  try {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      const body = readFileSync(path);
      const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
      files.set(relative(directory, path).split(sep).join('/'), { body, type, hash });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return files.has('index.html') ? files : undefined;
}

/** Where the page lives, and the file that all of its own paths show. */
const AT = '/admin';
const INDEX = 'index.html';

/** Names with a content hash never change what they hold. */
const FOREVER = 'public, max-age=31536000, immutable';

function send(reply: FastifyReply, path: string, file: StaticFile): FastifyReply {
  const isAsset = path.startsWith('assets/');
  const etag = `"${file.hash}"`;
  reply
    .header('Content-Type', file.type)
    .header('Content-Security-Policy', PAGE_POLICY)
    .header('Cache-Control', isAsset ? FOREVER : 'no-store');
  if (!isAsset) return reply.send(file.body);
  reply.header('ETag', etag);
  const isKnown = reply.request.headers['if-none-match'] === etag;
  return isKnown ? reply.code(304).send() : reply.send(file.body);
}

/**
 * Serves the page below `/admin`: its files by their names, and `index.html` for every other path
 * that is none of a file, which the page itself then shows. Only what is in the map can be sent, so
 * no path leads out of it.
 */
export function bindStaticFiles(app: FastifyInstance, files: StaticFiles): void {
  const index = files.get(INDEX);
  const get = { method: ['GET', 'HEAD'], exposeHeadRoute: false } as const;
  app.route({
    ...get,
    method: ['GET', 'HEAD'],
    url: AT,
    handler: (_request, reply) => reply.redirect(`${AT}/keys`, 308),
  });
  app.route<{ Params: { '*': string } }>({
    ...get,
    method: ['GET', 'HEAD'],
    url: `${AT}/*`,
    handler: (request, reply) => {
      const path = request.params['*'];
      const file = path === INDEX ? undefined : files.get(path);
      if (file !== undefined) return send(reply, path, file);
      const isOfPage = !path.startsWith('api/') && !path.startsWith('assets/') && path !== 'api';
      if (index !== undefined && isOfPage) return send(reply, INDEX, index);
      return reply.callNotFound();
    },
  });
}
