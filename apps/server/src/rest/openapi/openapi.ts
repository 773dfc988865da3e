import { z } from 'zod';
import type { Route, RouteAnswerInfo } from '../../http/route.js';
import { VERSION } from '../../version.js';
import { PROBLEM_RESPONSES, PROBLEM_SCHEMA, problemsOf } from './problems.js';

/** A JSON Schema, or another part of the document. */
type Json = Readonly<Record<string, unknown>>;

/** One operation, as far as the page to read shows it. */
export interface Operation extends Json {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Json & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Json>>;
  readonly security: readonly Json[];
}

/** A variable of a path, or of a query. */
export interface Parameter extends Json {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Json;
}

/** An OpenAPI 3.1 document. */
export interface OpenApi extends Json {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

const DESCRIPTION =
  'The house over HTTP. Errors are application/problem+json (RFC 9457). What a key may not see is answered as what does not exist.';

/** Both header forms of a key; either will do. */
const SECURITY = [{ bearer: [] }, { apiKey: [] }] as const;

/** Describes routes, those that are generated from them included. */
export function openApiOf(routes: readonly Route[]): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = templateOf(route.path);
    const operations = paths[path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Loxone house', version: VERSION, description: DESCRIPTION },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: { Problem: PROBLEM_SCHEMA },
      responses: PROBLEM_RESPONSES,
    },
  };
}

function operationOf(route: Route): Operation {
  const { access, summary, description, body } = route;
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  const answers = Object.entries(route.answers).map(
    ([status, answer]) => [status, responseOf(answer)] as const,
  );
  return {
    operationId: operationIdOf(route),
    summary,
    ...(description !== undefined && { description }),
    ...('action' in access && { 'x-permission': `${access.action.kind}:${access.action.name}` }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: { ...Object.fromEntries(answers), ...problemsOf(route) },
    security: access.to === 'open' ? [] : SECURITY,
  };
}

function responseOf({ description, schema, mediaType, alsoAs }: RouteAnswerInfo): Json {
  const type = mediaType ?? (schema === undefined ? undefined : 'application/json');
  if (type === undefined) return { description };
  const shape = schema === undefined ? { type: 'string' } : schemaOf(schema, 'output');
  const other = alsoAs === undefined ? {} : { [alsoAs]: { schema: { type: 'string' } } };
  return { description, content: { [type]: { schema: shape }, ...other } };
}

function parametersOf(schema: z.ZodType | undefined, place: Parameter['in']): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, own]) => {
    const { description, ...shape } = own;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: shape,
    };
  });
}

/** Without what stands once for the whole document. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return shape;
}

/** `/api/devices/:device` → `/api/devices/{device}` */
function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

/** `GET /api/devices/:device` → `getDevicesByDevice` */
function operationIdOf({ method, path }: Route): string {
  const words = path
    .replace(/^\/api\//, '')
    .split(/[/.\-_]/)
    .map((word) => (word.startsWith(':') ? `by-${word.slice(1)}` : word))
    .flatMap((word) => word.split('-'));
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${method.toLowerCase()}${capital.join('')}`;
}
