import { describe, expect, it } from 'vitest';
import { onAbort } from '../src/on-abort.js';

/** A signal that counts who listens to it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const count = { listeners: 0 };
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>): void => {
    count.listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
    count.listeners -= 1;
    remove(...args);
  };
  return { controller, signal, count };
}

describe('onAbort', () => {
  it('tells all who wait, in their order, once', () => {
    const { controller, signal } = countedSignal();
    const told: string[] = [];
    onAbort(signal, () => told.push('first'));
    onAbort(signal, () => told.push('second'));
    controller.abort();
    controller.abort();
    expect(told).toEqual(['first', 'second']);
  });

  it('puts one listener on a signal, however many wait, and takes it away with the last', () => {
    const { signal, count } = countedSignal();
    const cancels = Array.from({ length: 100 }, () => onAbort(signal, () => undefined));
    expect(count.listeners).toBe(1);
    for (const cancel of cancels.slice(1)) cancel();
    expect(count.listeners).toBe(1);
    cancels[0]?.();
    cancels[0]?.();
    expect(count.listeners).toBe(0);
  });

  it('does not tell who waits no longer, nor who comes too late', () => {
    const { controller, signal } = countedSignal();
    const told: string[] = [];
    const cancel = onAbort(signal, () => told.push('gone'));
    onAbort(signal, () => told.push('here'));
    cancel();
    controller.abort();
    onAbort(signal, () => told.push('late'));
    controller.abort();
    expect(told).toEqual(['here']);
  });

  it('takes the same function twice for two who wait', () => {
    const { controller, signal } = countedSignal();
    let told = 0;
    const listener = (): void => {
      told += 1;
    };
    const cancel = onAbort(signal, listener);
    onAbort(signal, listener);
    cancel();
    controller.abort();
    expect(told).toBe(1);
  });

  it('lets the told cancel each other: all were waiting when it aborted', () => {
    const { controller, signal } = countedSignal();
    const told: string[] = [];
    const cancels = [
      onAbort(signal, () => {
        told.push('first');
        for (const cancel of cancels) cancel();
      }),
      onAbort(signal, () => told.push('second')),
    ];
    controller.abort();
    expect(told).toEqual(['first', 'second']);
  });

  it('starts anew after the last has gone', () => {
    const { controller, signal, count } = countedSignal();
    const stale = onAbort(signal, () => undefined);
    stale();
    const told: string[] = [];
    onAbort(signal, () => told.push('new'));
    stale();
    expect(count.listeners).toBe(1);
    controller.abort();
    expect(told).toEqual(['new']);
  });
});
