import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../../src/http/route.js';
import { docsPage } from '../../src/rest/openapi/docs-page.js';
import { type OpenApi, openApiOf } from '../../src/rest/openapi/openapi.js';
import { restRoutes } from '../../src/rest/rest-routes.js';
import { openRest, type RestStage } from './support/rest-stage.js';

let stage: RestStage;
let document: OpenApi;

beforeAll(async () => {
  stage = await openRest();
  document = (await (await stage.app.call('/api/openapi.json')).json()) as OpenApi;
});

afterAll(async () => {
  await stage.close();
});

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Members that OpenAPI 3.1.0 §4.8.10 has for an operation. */
const OPERATION = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(1),
  description: z.string().optional(),
  'x-permission': z.string().optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        in: z.enum(['path', 'query']),
        required: z.boolean(),
        description: z.string().optional(),
        schema: z.looseObject({}),
      }),
    )
    .optional(),
  requestBody: z
    .strictObject({
      required: z.boolean(),
      content: z.strictObject({
        'application/json': z.strictObject({ schema: z.looseObject({}) }),
      }),
    })
    .optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.union([
      z.strictObject({ $ref: z.string() }),
      z.strictObject({
        description: z.string().min(1),
        content: z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.looseObject({})).optional(),
      }),
    ]),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

interface Found {
  readonly path: string;
  readonly method: string;
  readonly operation: z.output<typeof OPERATION>;
}

function operations(of: OpenApi = document): readonly Found[] {
  return Object.entries(of.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: OPERATION.parse(operation),
    })),
  );
}

/** Everything that stands under `$ref`, wherever it is. */
function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === '$ref' && typeof member === 'string' ? [member] : refsIn(member),
  );
}

function resolve(ref: string): unknown {
  expect(ref).toMatch(/^#\//);
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined,
      document,
    );
}

describe('the OpenAPI document', () => {
  it('has the members of OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    for (const { path, method } of operations()) {
      expect(path).toMatch(/^\/[^?:]*$/);
      expect(METHODS).toContain(method);
    }
  });

  it('describes every route, itself included', () => {
    const described = operations().map(({ path, method }) => `${method} ${path}`);
    const routes = restRoutes(stage.parts).map(
      ({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  it('resolves every reference', () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(resolve(ref), ref).toBeTypeOf('object');
  });

  it('declares every variable of a path, once, and nothing else as one', () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
      const all = (operation.parameters ?? []).map((one) => `${one.in} ${one.name}`);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('names every operation once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says who may use what, and with which headers', () => {
    const schemes = document.components.securitySchemes as Record<string, unknown>;
    expect(schemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    });
    for (const { path, operation } of operations()) {
      const isOpen = /openapi|docs/.test(path);
      expect(operation.security).toEqual(isOpen ? [] : [{ bearer: [] }, { apiKey: [] }]);
      expect(operation['x-permission'] === undefined).toBe(isOpen);
      const used = operation.security.flatMap((one) => Object.keys(one));
      expect(used.every((name) => Object.hasOwn(schemes, name))).toBe(true);
      const statuses = Object.keys(operation.responses);
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
      if (!isOpen) expect(statuses).toEqual(expect.arrayContaining(['401', '403', '429', '503']));
    }
  });

  it('tells bodies that are needed from those that may be left out', () => {
    const needs = (path: string): boolean | undefined =>
      document.paths[path]?.post?.requestBody?.required;
    expect(needs('/api/devices/control')).toBe(true);
    expect(needs('/api/devices/{device}/{action}')).toBe(false);
  });

  it('describes what really comes', async () => {
    const key = await stage.app.keyOf('monitor');
    const problem = (await stage.ask(key, '/api/devices/nowhere')).body;
    const { required, properties } = resolve('#/components/schemas/Problem') as {
      required: string[];
      properties: Record<string, unknown>;
    };
    expect(Object.keys(problem)).toEqual(expect.arrayContaining(required));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(problem)));
    for (const [path, route] of [
      ['/api/devices', 'GET /api/devices'],
      ['/api/devices/bedroom-blinds', 'GET /api/devices/:device'],
      ['/api/rooms', 'GET /api/rooms'],
      ['/api/rooms/kueche', 'GET /api/rooms/:room'],
      ['/api/states', 'GET /api/states'],
      ['/api/history/c-temp', 'GET /api/history/:device'],
      ['/api/scenes', 'GET /api/scenes'],
    ] as const) {
      const described = restRoutes(stage.parts).find(
        ({ method, path: own }) => `${method} ${own}` === route,
      )?.answers[200]?.schema;
      const { body } = await stage.ask(key, path);
      expect(described?.safeParse(body).error, path).toBeUndefined();
    }
  });
});

describe('the page to read it', () => {
  it('is plain HTML with a style sheet of its own', async () => {
    const page = await stage.app.call('/api/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
    const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link);
    expect(links.every((link) => link.startsWith('/') || link.startsWith('#'))).toBe(true);
    for (const { path, operation } of operations()) {
      expect(html).toContain(path);
      expect(html).toContain(`id="${operation.operationId}"`);
      expect(links).toContain(`#${operation.operationId}`);
    }
    const css = await stage.app.call('/api/docs.css');
    expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await css.text()).not.toMatch(/@import|url\(/);
  });

  it('shows text as text', () => {
    const evil = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>&";
    const route = defineRoute({
      method: 'POST',
      path: `/api/${evil}`,
      access: { to: 'key', action: { kind: 'rest', name: evil, risk: 'read' } },
      summary: evil,
      description: evil,
      query: z.object({ [evil]: z.string().describe(evil) }),
      body: z.object({ [evil]: z.enum([evil, 'other']).describe(evil) }),
      answers: { 200: { description: evil } },
      handle: () => ({ status: 200 }),
    });
    const html = docsPage(openApiOf([route]));
    expect(html).not.toMatch(/<script|<img/);
    expect(html).not.toContain("'alert");
    expect(html).toContain('&lt;script&gt;');
  });
});
