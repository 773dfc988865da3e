import { describe, expect, it } from 'vitest';
import { ApiProblem, problemOf } from '../src/app/api-problem.js';
import { type Api, type ApiOptions, createApi } from '../src/app/create-api.js';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose requests are answered in turn, and what it sent. */
function rig(
  answers: readonly (() => Response | Promise<Response>)[],
  more: Partial<ApiOptions> = {},
) {
  const sent: Sent[] = [];
  const left = [...answers];
  const seen = { signedOut: 0 };
  const api: Api = createApi({
    fetch: async (url, init = {}) => {
      sent.push({ url: String(url), init });
      const next = left.shift();
      if (next === undefined) throw new TypeError('no more answers');
      return next();
    },
    csrfToken: () => 'token-1',
    onSignedOut: () => {
      seen.signedOut += 1;
    },
    ...more,
  });
  return { api, sent, seen };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });

function headersOf(sent: Sent | undefined): Headers {
  return new Headers(sent?.init.headers);
}

async function failure(promise: Promise<unknown>): Promise<ApiProblem> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiProblem)) throw new TypeError(`no ApiProblem: ${String(error)}`);
  return error;
}

describe('requests', () => {
  it('asks below the API, with the query and without what is empty', async () => {
    const { api, sent } = rig([json({ keys: [] })]);
    const query = { text: 'a b&c', limit: 5, type: '', before: undefined };
    expect(await api.get('/audit', query)).toEqual({ keys: [] });
    expect(sent[0]?.url).toBe('/admin/api/audit?text=a+b%26c&limit=5');
  });

  it('sends no token when it only reads', async () => {
    const { api, sent } = rig([json({})]);
    await api.get('/keys');
    expect(headersOf(sent[0]).has('X-CSRF-Token')).toBe(false);
    expect(sent[0]?.init).toMatchObject({
      method: 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  });

  it.each(['post', 'patch', 'delete'] as const)('sends the token with %s', async (method) => {
    const { api, sent } = rig([json({})]);
    await api[method]('/keys/a', { name: 'x' });
    expect(headersOf(sent[0]).get('X-CSRF-Token')).toBe('token-1');
    expect(sent[0]?.init.method).toBe(method.toUpperCase());
  });

  it('sends no token that it does not have', async () => {
    const { api, sent } = rig([json({})], { csrfToken: () => undefined });
    await api.post('/session', { key: 'k' });
    expect(headersOf(sent[0]).has('X-CSRF-Token')).toBe(false);
  });

  it('sends JSON, and an empty object where there is nothing to say', async () => {
    const { api, sent } = rig([json({}), json({})]);
    await api.post('/keys', { name: '<b>' });
    await api.post('/approvals/a/approve');
    expect(sent.map(({ init }) => init.body)).toEqual(['{"name":"<b>"}', '{}']);
    expect(headersOf(sent[0]).get('Content-Type')).toBe('application/json');
  });

  it('takes an answer without content', async () => {
    const { api } = rig([() => new Response(null, { status: 204 }), () => new Response('')]);
    expect(await api.delete('/keys/a')).toBeUndefined();
    expect(await api.delete('/keys/a')).toBeUndefined();
  });
});

describe('problems', () => {
  it('are what the server says', async () => {
    const { api } = rig([
      () =>
        Response.json(
          {
            code: 'invalid-request',
            detail: 'See fields.',
            fields: [
              { field: 'body.name', problem: 'must not be empty' },
              { field: 'body.rooms.3', problem: 'must be short' },
              'nonsense',
            ],
            candidates: ['a', 4],
            needs: ['admin:keys'],
          },
          { status: 400, headers: { 'Retry-After': '7' } },
        ),
    ]);
    const problem = await failure(api.post('/keys', {}));
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid-request',
      message: 'See fields.',
      candidates: ['a'],
      needs: 'admin:keys',
      retryAfterSeconds: 7,
    });
    expect(problem.of('name')).toBe('must not be empty');
    expect(problem.of('rooms')).toBe('must be short');
    expect(problem.of('room')).toBeUndefined();
  });

  it.each([
    ['a page of a proxy', '<html>Bad gateway</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[1]'],
    ['members of other types', '{"code":1,"detail":{},"fields":{},"needs":7}'],
  ])('get a sentence of ours when the answer is %s', async (_, body) => {
    const { api } = rig([() => new Response(body, { status: 502 })]);
    expect(await failure(api.get('/keys'))).toMatchObject({
      status: 502,
      code: expect.stringMatching(/^status-502$/),
      message: 'The server answered with status 502.',
      fields: [],
    });
  });

  it('say that the server does not answer', async () => {
    const { api } = rig([() => Promise.reject(new TypeError('Failed to fetch'))]);
    expect(await failure(api.get('/keys'))).toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('say when a good answer is no JSON', async () => {
    const { api } = rig([() => new Response('<html>')]);
    expect(await failure(api.get('/keys'))).toMatchObject({ code: 'no-json' });
  });

  it('leave an abort to whoever aborted', async () => {
    const abort = new AbortController();
    const { api } = rig([
      () => {
        abort.abort();
        return Promise.reject(new DOMException('gone', 'AbortError'));
      },
    ]);
    await expect(api.get('/keys', {}, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('of unknown origin become one of ours', () => {
    expect(problemOf(new TypeError('x'))).toMatchObject({ status: 0, code: 'unexpected' });
    const own = new ApiProblem(404, 'a', 'b');
    expect(problemOf(own)).toBe(own);
  });
});

describe('the end of a session', () => {
  it('is told for every 401, and thrown', async () => {
    const { api, seen } = rig([json({ code: 'credential-missing' }, 401)]);
    expect(await failure(api.get('/keys'))).toMatchObject({ status: 401 });
    expect(seen.signedOut).toBe(1);
  });

  it('is not told for anything else', async () => {
    const { api, seen } = rig([json({}, 403), json({}, 500)]);
    await failure(api.get('/keys'));
    await failure(api.get('/keys'));
    expect(seen.signedOut).toBe(0);
  });
});

describe('a token that is another session’s', () => {
  const refused = json({ code: 'csrf-token-missing' }, 403);

  it('is asked for anew, once, and the request sent again', async () => {
    let token = 'old';
    const { api, sent } = rig([refused, json({ done: true })], {
      csrfToken: () => token,
      renewToken: async () => {
        token = 'new';
        return true;
      },
    });
    expect(await api.post('/keys', { name: 'x' })).toEqual({ done: true });
    expect(sent.map((one) => headersOf(one).get('X-CSRF-Token'))).toEqual(['old', 'new']);
  });

  it('is not asked for twice', async () => {
    const { api, sent } = rig([refused, refused, json({})], { renewToken: async () => true });
    expect(await failure(api.post('/keys', {}))).toMatchObject({ code: 'csrf-token-missing' });
    expect(sent).toHaveLength(2);
  });

  it('ends in the problem when there is none', async () => {
    const { api, sent } = rig([refused], { renewToken: async () => false });
    await failure(api.post('/keys', {}));
    expect(sent).toHaveLength(1);
  });
});
