import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.js';
import { DOCS_CSS, docsPage } from './docs-page.js';
import { type OpenApi, openApiOf } from './openapi.js';

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

const documentSchema = z.looseObject({ openapi: z.string(), paths: z.looseObject({}) });

/** What REST says of itself: open, since nothing of a house is in it. */
export function documentRoutes(described: readonly Route[]): readonly Route[] {
  let made: OpenApi | undefined;
  const routes: readonly Route[] = [
    defineRoute({
      method: 'GET',
      path: '/api/openapi.json',
      access: { to: 'open' },
      summary: 'Describes this API in OpenAPI 3.1',
      answers: { 200: { description: 'The document', schema: documentSchema } },
      handle: () => ({ status: 200, body: documentOf() }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/docs',
      access: { to: 'open' },
      summary: 'Shows the same to people',
      answers: { 200: { description: 'A page', mediaType: 'text/html' } },
      handle: () => ({ status: 200, headers: PAGE_HEADERS, text: docsPage(documentOf()) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/docs.css',
      access: { to: 'open' },
      summary: 'How that page looks',
      answers: { 200: { description: 'A style sheet', mediaType: 'text/css' } },
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'text/css; charset=utf-8' },
        text: DOCS_CSS,
      }),
    }),
  ];

  function documentOf(): OpenApi {
    made ??= openApiOf([...described, ...routes]);
    return made;
  }

  return routes;
}
