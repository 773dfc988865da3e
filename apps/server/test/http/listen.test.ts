import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';

describe('listen', () => {
  it('gives the port that the system chose, and serves on it', async () => {
    const listening = await listen(
      '127.0.0.1',
      0,
      createServer((_request, response) => response.end('hello')),
    );
    try {
      const response = await fetch(`http://127.0.0.1:${listening.port}/`);
      expect(await response.text()).toBe('hello');
    } finally {
      await listening.close(100);
    }
  });

  it('says what to do when the port is taken', async () => {
    const first = await listen('127.0.0.1', 0, createServer());
    try {
      await expect(listen('127.0.0.1', first.port, createServer())).rejects.toThrow(
        `Port ${first.port} is in use already. Choose another one with --port`,
      );
    } finally {
      await first.close(100);
    }
  });

  it('says what to do when the address is not one of this machine', async () => {
    await expect(listen('192.0.2.1', 0, createServer())).rejects.toThrow(/no address 192\.0\.2\.1/);
  });

  it('lets a running request finish, and cuts one that does not', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived: { resolve: () => void } = { resolve: () => undefined };
    const server = createServer((request, response) => {
      arrived.resolve();
      if (request.url === '/slow') void released.then(() => response.end('done'));
    });
    const slow = await listen('127.0.0.1', 0, server);
    const arrival = (): Promise<void> =>
      new Promise((resolve) => {
        arrived.resolve = resolve;
      });

    let here = arrival();
    const answer = fetch(`http://127.0.0.1:${slow.port}/slow`);
    await here;
    here = arrival();
    const hanging = fetch(`http://127.0.0.1:${slow.port}/never`);
    await here;
    const closed = slow.close(50);
    release();
    expect(await (await answer).text()).toBe('done');
    await expect(hanging).rejects.toThrow();
    await closed;
  });
});
