import type { Action, Decision, Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { activityObservers, actOfRoute } from '../../src/activity/observers.js';
import type { SeenActivity } from '../../src/activity/pending-counts.js';
import { createMcpOffers } from '../../src/mcp/offers.js';

const PRINCIPAL: Principal = {
  id: 'lmcp_monitor_001',
  kind: 'key',
  name: 'Test',
  role: 'monitor',
  scopes: [],
  revision: '1',
};
const DENIED: Decision = { allow: false, reason: 'role' };

function watch(): {
  readonly seen: SeenActivity[];
  readonly observers: ReturnType<typeof activityObservers>;
} {
  const seen: SeenActivity[] = [];
  const recorder = { seenRequest: (one: SeenActivity) => void seen.push(one) };
  return { seen, observers: activityObservers(recorder, createMcpOffers()) };
}

describe('what a route is counted as', () => {
  it.each([
    ['/mcp', 'mcp'],
    ['/api/devices', 'rest:devices'],
    ['/api/devices/:device/:action', 'rest:devices'],
    ['/api/openapi.json', 'rest:openapi.json'],
    ['/admin/api/keys/:id', 'admin:keys'],
    ['/admin/api/session', 'admin:session'],
    ['/', undefined],
    ['*', undefined],
    ['/health', undefined],
    ['/metrics', undefined],
    ['/admin/keys', undefined],
    ['/admin/assets/*', undefined],
    ['/api', undefined],
  ])('%s is %s', (route, act) => {
    expect(actOfRoute(route)).toBe(act);
  });
});

describe('requests over HTTP', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [304, 'ok'],
    [400, 'ok'],
    [404, 'ok'],
    [401, 'denied'],
    [403, 'denied'],
    [429, 'denied'],
    [500, 'failed'],
    [503, 'failed'],
  ])('with the status %d are %s', (status, outcome) => {
    const { seen, observers } = watch();
    const request = { route: '/api/devices', method: 'GET', status, durationMs: 7 };
    observers.request({ ...request, principalId: 'k' });
    observers.request(request);
    const counted = { act: 'rest:devices', outcome, durationMs: 7 };
    expect(seen).toEqual([
      { ...counted, principalId: 'k' },
      { ...counted, principalId: 'anonymous' },
    ]);
  });

  it('that carry MCP are counted only where they were turned away or failed', () => {
    const { seen, observers } = watch();
    for (const status of [200, 202, 404, 401, 500]) {
      observers.request({ route: '/mcp', method: 'POST', status, durationMs: 1 });
    }
    expect(seen.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
      'mcp denied',
      'mcp failed',
    ]);
  });

  it('that were carried out by a tool are counted as that, once', () => {
    const { seen, observers } = watch();
    const request = { route: '/api/devices/:device/:action', method: 'POST', durationMs: 9 };
    for (const [status, outcome] of [
      [200, 'ok'],
      [200, 'failed'],
      [403, 'denied'],
    ] as const) {
      observers.request({ ...request, status, tool: { name: 'loxone_control_lights', outcome } });
    }
    const about = { act: 'tool:loxone_control_lights', principalId: 'anonymous', durationMs: 9 };
    expect(seen).toEqual(['ok', 'failed', 'denied'].map((outcome) => ({ ...about, outcome })));
  });

  it('for pages and health are not counted', () => {
    const { seen, observers } = watch();
    observers.request({ route: '/health', method: 'GET', status: 200, durationMs: 1 });
    expect(seen).toEqual([]);
  });
});

describe('calls by MCP', () => {
  it('are counted by kind and name', () => {
    const { seen, observers } = watch();
    const about = { principalId: 'k', outcome: 'failed', durationMs: 12 } as const;
    observers.call({ kind: 'resource', name: 'room', ...about });
    expect(seen).toEqual([{ act: 'resource:room', ...about }]);
  });

  function denyAll(action: Action, decision: Decision = DENIED): readonly string[] {
    const { seen, observers } = watch();
    observers.onDecision({ principal: PRINCIPAL, action, decision, context: {} });
    return seen.map(({ act, principalId, outcome }) => `${act} ${principalId} ${outcome}`);
  }

  it.each([
    ['tool', 'loxone_control_lights', 'tool:loxone_control_lights'],
    ['tool', 'made_up', 'tool:unknown'],
    ['resource', 'loxone://rooms/Kitchen', 'resource:room'],
    ['resource', 'loxone://rooms/Bath%20room', 'resource:room'],
    ['resource', 'file:///etc/passwd', 'resource:unknown'],
    ['prompt', 'made_up', 'prompt:unknown'],
  ] as const)('that are denied as a whole count: the %s %s as %s', (kind, name, act) => {
    const denied = denyAll({ kind, name, risk: 'read' });
    expect(denied).toEqual([`${act} lmcp_monitor_001 denied`]);
  });

  it('count once, whatever is decided on the way', () => {
    const tool = { kind: 'tool', name: 'loxone_control_lights', risk: 'control' } as const;
    expect(denyAll(tool, { allow: true })).toEqual([]);
    expect(denyAll({ ...tool, targets: [{ id: 'x' }] })).toEqual([]);
    expect(denyAll({ kind: 'rest', name: 'devices', risk: 'read' })).toEqual([]);
    expect(denyAll({ kind: 'admin', name: 'keys', risk: 'admin' })).toEqual([]);
  });
});
