import type { Browser, Page, Request, Route } from 'playwright-core';
import { openTab, SIZES, type Tab } from './browser.js';
import { FakeServer } from './fake-server.js';

/** What a path of the API answers in a test. */
export type Reply = (call: {
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly path: string;
}) => unknown;

/** Answers with a status that is an error. */
export class Failure {
  readonly status: number;
  readonly detail: string;

  constructor(status: number, detail: string) {
    this.status = status;
    this.detail = detail;
  }
}

/** A screen that is open in a browser, signed in. */
export interface Stage extends Tab {
  readonly server: FakeServer;
  /** What was sent to the paths that the test answers itself, in order. */
  readonly sent: readonly {
    readonly method: string;
    readonly path: string;
    readonly body: unknown;
  }[];
  close(): Promise<void>;
}

/** How a screen is opened. */
export interface StageOptions {
  /** `/admin/audit?outcome=denied`. */
  readonly at: string;
  /** Path below `/admin/api`, with `*` for one segment → what it answers. */
  readonly replies: Readonly<Record<string, Reply>>;
  readonly size?: keyof typeof SIZES | { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  readonly expected?: RegExp;
}

/** Opens a screen against answers of the test's own; all else is answered by the fake server. */
export async function openStage(browser: Browser, options: StageOptions): Promise<Stage> {
  const server = new FakeServer();
  const origin = await server.start();
  const { size = 'desktop', scheme, expected } = options;
  const tab = await openTab(browser, {
    origin,
    size: typeof size === 'string' ? SIZES[size] : size,
    ...(scheme === undefined ? {} : { scheme }),
    ...(expected === undefined ? {} : { expected }),
  });
  await tab.context.addCookies([{ name: 'gatehouse_session', value: 'fake', url: origin }]);
  const sent: { method: string; path: string; body: unknown }[] = [];
  await tab.page.route(
    (url) =>
      url.pathname.startsWith('/admin/api/') && replyFor(options, url.pathname) !== undefined,
    async (route, request) => {
      sent.push(callOf(request));
      await answer(route, request, options);
    },
  );
  await tab.page.goto(options.at);
  await tab.page.getByRole('heading', { level: 1 }).waitFor();
  return {
    ...tab,
    server,
    sent,
    async close() {
      await tab.context.close();
      await server.stop();
    },
  };
}

/** Waits until the page follows the stream of news. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('.live-live').waitFor({ state: 'attached' });
}

function callOf(request: Request): { method: string; path: string; body: unknown } {
  const { pathname } = new URL(request.url());
  const body: unknown = request.postData() === null ? undefined : request.postDataJSON();
  return { method: request.method(), path: pathname.slice('/admin/api'.length), body };
}

function replyFor({ replies }: StageOptions, pathname: string): Reply | undefined {
  const path = pathname.slice('/admin/api'.length);
  return Object.entries(replies).find(([pattern]) => fits(pattern, path))?.[1];
}

function fits(pattern: string, path: string): boolean {
  const [wanted, found] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === found.length &&
    wanted.every((segment, at) => segment === '*' || segment === found[at])
  );
}

async function answer(route: Route, request: Request, options: StageOptions): Promise<void> {
  const url = new URL(request.url());
  const { path, body } = callOf(request);
  const reply = replyFor(options, url.pathname)?.({ query: url.searchParams, body, path });
  const failure = reply instanceof Failure ? reply : undefined;
  await route.fulfill({
    status: failure?.status ?? 200,
    contentType: failure === undefined ? 'application/json' : 'application/problem+json',
    body: JSON.stringify(
      failure === undefined
        ? reply
        : { status: failure.status, code: 'test', detail: failure.detail },
    ),
  });
}
