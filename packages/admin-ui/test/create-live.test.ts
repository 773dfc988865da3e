import { describe, expect, it } from 'vitest';
import { createLive, type LiveSource } from '../src/app/create-live.js';

type Listener = (event: { readonly data?: unknown }) => void;

/** A stream that does what a test says. */
class FakeSource implements LiveSource {
  isClosed = false;
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.isClosed = true;
  }

  say(type: string, data?: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }

  tell(event: { readonly type: string }): void {
    this.say(event.type, JSON.stringify(event));
  }
}

function rig() {
  const sources: FakeSource[] = [];
  const refusals: number[] = [];
  const timers: { ms: number; act: () => void; given: boolean }[] = [];
  const live = createLive({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    after: (ms, act) => {
      const timer = { ms, act, given: false };
      timers.push(timer);
      return () => {
        timer.given = true;
      };
    },
    random: () => 0,
    onRefused: () => void refusals.push(sources.length),
  });
  /** Lets all timers ring that nobody gave up. @returns Their times. */
  const ring = (): readonly number[] => {
    const due = timers.splice(0).filter(({ given }) => !given);
    for (const { act } of due) act();
    return due.map(({ ms }) => ms);
  };
  const last = (): FakeSource => {
    const source = sources.at(-1);
    if (source === undefined) throw new TypeError('no source was opened');
    return source;
  };
  return { live, sources, refusals, ring, last };
}

describe('the stream of news', () => {
  it('says that it was refused where it never began, not where it broke', () => {
    const { live, refusals, ring, last } = rig();
    live.start();
    last().say('open');
    last().say('error');
    expect(refusals).toEqual([]);
    ring();
    last().say('error');
    expect(refusals).toEqual([2]);
    live.stop();
    last().say('error');
    expect(refusals).toEqual([2]);
  });

  it('is off until it is started, and starts once', () => {
    const { live, sources } = rig();
    expect(live.state.value).toBe('off');
    live.start();
    live.start();
    expect(sources).toHaveLength(1);
    expect(live.state.value).toBe('connecting');
  });

  it('hands events to those who listen to their type', () => {
    const { live, last } = rig();
    const got: unknown[] = [];
    const end = live.on('control', (event) => got.push(event.control.state));
    live.start();
    last().say('open');
    expect(live.state.value).toBe('live');
    last().tell({ type: 'control', control: { id: 'a', state: 'on' } } as never);
    last().tell({ type: 'changed', what: 'keys' } as never);
    end();
    last().tell({ type: 'control', control: { id: 'a', state: 'off' } } as never);
    expect(got).toEqual(['on']);
  });

  it('gathers a burst of changes into one', () => {
    const { live, last, ring } = rig();
    live.start();
    last().say('open');
    for (let index = 0; index < 50; index += 1)
      last().tell({ type: 'changed', what: 'keys' } as never);
    expect(live.version('keys').value).toBe(0);
    ring();
    expect(live.version('keys').value).toBe(1);
    expect(live.version('limits').value).toBe(0);
  });

  it('does not stumble over what is no event', () => {
    const { live, last, ring } = rig();
    live.start();
    for (const data of [undefined, 7, '', '{', '<html>']) last().say('changed', data);
    ring();
    expect(live.version('keys').value).toBe(0);
  });

  it('tries again, each time later, at most every 30 seconds', () => {
    const { live, last, ring } = rig();
    live.start();
    const pauses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      last().say('error');
      expect(last().isClosed).toBe(true);
      expect(live.state.value).toBe('waiting');
      pauses.push(...ring());
      expect(live.state.value).toBe('connecting');
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('begins anew with the short pause once it was open', () => {
    const { live, last, ring } = rig();
    live.start();
    last().say('error');
    ring();
    last().say('error');
    ring();
    last().say('open');
    ring();
    last().say('error');
    expect(ring()).toEqual([500]);
  });

  it('asks for everything again after a break, since news were missed', () => {
    const { live, last, ring } = rig();
    live.start();
    last().say('open');
    expect(ring()).toEqual([]);
    last().say('error');
    ring();
    last().say('open');
    ring();
    for (const what of ['keys', 'approvals', 'connections', 'limits', 'health'] as const) {
      expect(live.version(what).value).toBe(1);
    }
  });

  it('hears nothing of a stream that it left', () => {
    const { live, sources, last, ring } = rig();
    live.start();
    last().say('error');
    ring();
    sources[0]?.say('open');
    sources[0]?.say('error');
    expect(live.state.value).toBe('connecting');
    expect(ring()).toEqual([]);
  });

  it('stops for good: no timer, no stream', () => {
    const { live, last, ring } = rig();
    live.start();
    last().say('open');
    last().tell({ type: 'changed', what: 'keys' } as never);
    live.stop();
    expect(last().isClosed).toBe(true);
    expect(ring()).toEqual([]);
    expect(live.version('keys').value).toBe(0);
    expect(live.state.value).toBe('off');
  });

  it('gives up a try that was waiting when it is stopped', () => {
    const { live, sources, last, ring } = rig();
    live.start();
    last().say('error');
    live.stop();
    ring();
    expect(sources).toHaveLength(1);
  });
});
