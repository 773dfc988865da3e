import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { afterEach, describe, expect, it } from 'vitest';
import { answerHealth } from '../../src/http/health.js';
import { type Listening, listen } from '../../src/http/listen.js';
import { answerStartPage } from '../../src/http/start-page.js';

describe('what is open to everybody', () => {
  let listening: Listening | undefined;

  afterEach(async () => {
    await listening?.close(100);
  });

  it('/health tells the phase, and neither host nor problem', async () => {
    const home = {
      status: () => ({
        phase: 'reconnecting',
        since: 0,
        problem: 'The Miniserver at 192.168.1.10 cannot be reached',
      }),
    } as unknown as LoxoneHome;
    listening = await listen('127.0.0.1', 0, (_request, response) => answerHealth(home, response));
    const response = await fetch(`http://127.0.0.1:${listening.port}/`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ status: 'ok', miniserver: 'reconnecting' });
  });

  it('the start page loads and runs nothing', async () => {
    listening = await listen('127.0.0.1', 0, (_request, response) => answerStartPage(response));
    const response = await fetch(`http://127.0.0.1:${listening.port}/`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('/mcp');
    expect(page).not.toMatch(/<script|<style|\son\w+=|src=/i);
  });
});
