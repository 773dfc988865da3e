import { isLoxoneError, type LoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { type Command, CommandQueue, type Reply } from '../src/command-queue.js';
import { connectionLost } from '../src/connection-end.js';
import { ManualTime } from './support/manual-time.js';

interface Bench {
  readonly queue: CommandQueue;
  readonly time: ManualTime;
  readonly sent: string[];
  readonly overdue: LoxoneError[];
}

function makeBench(): Bench {
  const time = new ManualTime();
  const sent: string[] = [];
  const overdue: LoxoneError[] = [];
  const queue = new CommandQueue({
    timers: time,
    send: (text) => sent.push(text),
    onOverdue: (error) => overdue.push(error),
  });
  return { queue, time, sent, overdue };
}

function command(text: string, more: Partial<Command> = {}): Command {
  return { label: `label of ${text}`, render: () => text, deadlineMs: 1000, ...more };
}

const reply = (text: string): Reply => ({
  kind: 'text',
  text,
  bytes: new Uint8Array(),
});

describe('CommandQueue', () => {
  it('keeps one command in flight and answers in order', async () => {
    const { queue, sent } = makeBench();
    const first = queue.push(command('a'));
    const second = queue.push(command('b'));
    const third = queue.push(command('c'));
    expect(sent).toEqual(['a']);
    expect(queue.settle(reply('A'))).toBe(true);
    expect(sent).toEqual(['a', 'b']);
    queue.settle(reply('B'));
    queue.settle(reply('C'));
    expect(await Promise.all([first, second, third])).toEqual(['A', 'B', 'C'].map(reply));
  });

  it('says so when nobody asked', () => {
    expect(makeBench().queue.settle(reply('surprise'))).toBe(false);
  });

  it('renders a command only when its turn comes', () => {
    const { queue, sent } = makeBench();
    let salt = 0;
    const salted = (): string => `salt ${++salt}`;
    void queue.push(command('', { render: salted }));
    void queue.push(command('', { render: salted }));
    expect(salt).toBe(1);
    queue.settle(reply(''));
    expect(sent).toEqual(['salt 1', 'salt 2']);
  });

  it('tells when a command is handed over, before it is', () => {
    const { queue, sent } = makeBench();
    const seen: number[] = [];
    void queue.push(command('a'));
    void queue.push(command('b', { onSent: () => seen.push(sent.length) }));
    expect(seen).toEqual([]);
    queue.settle(reply(''));
    expect(seen).toEqual([1]);
  });

  it('counts the deadline from sending and reports it once', async () => {
    const { queue, time, overdue } = makeBench();
    void queue.push(command('a', { deadlineMs: 1000 }));
    void queue.push(command('b', { deadlineMs: 1000 }));
    await time.advance(900);
    queue.settle(reply(''));
    await time.advance(900);
    expect(overdue).toEqual([]);
    await time.advance(100);
    expect(overdue.map((error) => [error.code, error.details])).toEqual([
      ['ERR_LOXONE_TIMEOUT', { what: 'answer to label of b', afterMs: 1000 }],
    ]);
  });

  it('leaves no deadline behind', async () => {
    const { queue, time } = makeBench();
    const answered = queue.push(command('a'));
    queue.settle(reply('A'));
    await answered;
    expect(time.armed).toBe(0);
    queue.push(command('b')).catch(() => 'expected');
    queue.fail(connectionLost());
    expect(time.armed).toBe(0);
  });

  it('fails all commands, also later ones, with the error of the connection', async () => {
    const { queue, sent } = makeBench();
    const error = connectionLost('it is gone');
    const first = queue.push(command('a'));
    const second = queue.push(command('b'));
    queue.fail(error);
    await expect(first).rejects.toBe(error);
    await expect(second).rejects.toBe(error);
    await expect(queue.push(command('c'))).rejects.toBe(error);
    expect(sent).toEqual(['a']);
    expect(queue.settle(reply('late'))).toBe(false);
  });

  it('keeps the first error', async () => {
    const { queue } = makeBench();
    queue.fail(connectionLost('first'));
    queue.fail(connectionLost('second'));
    const reason: unknown = await queue.push(command('a')).catch((error: unknown) => error);
    expect(isLoxoneError(reason) && reason.details).toMatchObject({ reason: 'first' });
  });

  it('never sends a command that was abandoned while it waited', async () => {
    const { queue, sent } = makeBench();
    const giveUp = new AbortController();
    void queue.push(command('a'));
    const abandoned = queue.push(command('b', { signal: giveUp.signal }));
    void queue.push(command('c'));
    giveUp.abort(new RangeError('enough'));
    await expect(abandoned).rejects.toThrow('enough');
    queue.settle(reply('A'));
    expect(sent).toEqual(['a', 'c']);
  });

  it('keeps the place of a command that was abandoned in flight', async () => {
    const { queue, sent } = makeBench();
    const giveUp = new AbortController();
    const abandoned = queue.push(command('a', { signal: giveUp.signal }));
    const next = queue.push(command('b'));
    giveUp.abort(new RangeError('enough'));
    await expect(abandoned).rejects.toThrow('enough');
    expect(sent).toEqual(['a']);
    queue.settle(reply('A, which nobody wants'));
    queue.settle(reply('B'));
    expect(await next).toEqual(reply('B'));
  });

  it('refuses a command whose signal has aborted already', async () => {
    const { queue, sent } = makeBench();
    const signal = AbortSignal.abort(new RangeError('before'));
    await expect(queue.push(command('a', { signal }))).rejects.toThrow('before');
    expect(sent).toEqual([]);
  });
});
