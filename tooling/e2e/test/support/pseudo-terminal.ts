import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command in a terminal of its own: what comes on standard input is typed at it, and what it
 * shows goes to standard output. Ends as the command does; a signal counts as shells count it.
 */
const PROGRAM = `
import fcntl, os, pty, select, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execv(command[0], command)
sources = [0, terminal]
while True:
    ready = select.select(sources, [], [])[0]
    if 0 in ready:
        keys = os.read(0, 4096)
        if keys:
            os.write(terminal, keys)
        else:
            sources.remove(0)
    if terminal in ready:
        try:
            shown = os.read(terminal, 4096)
        except OSError:
            break
        if not shown:
            break
        os.write(1, shown)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
`;

/** A program at a terminal, and the person who sits there. */
export interface PseudoTerminal {
  /** Everything that it has shown so far. */
  shown(): string;
  /** Resolves when it shows a text; rejects when it ends without. */
  waitFor(text: string): Promise<void>;
  type(keys: string): void;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  /** Ends what is left of it. */
  close(): Promise<void>;
}

/** Starts a built program at a terminal of so many columns. Needs python3. */
export function startAtTerminal(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  columns = 80,
): PseudoTerminal {
  const command = [process.execPath, script, ...args];
  const child: ChildProcessWithoutNullStreams = spawn(
    'python3',
    ['-c', PROGRAM, String(columns), ...command],
    { env: { ...env, TERM: 'xterm' }, stdio: 'pipe' },
  );
  let shown = '';
  const more = (text: string): void => {
    shown += text;
  };
  child.stdout.setEncoding('utf8').on('data', more);
  child.stderr.setEncoding('utf8').on('data', more);
  // Whoever types at a program that has just ended is not heard.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  return {
    shown: () => shown,
    async waitFor(text) {
      while (!shown.includes(text)) {
        if (child.exitCode !== null) throw new TypeError(`it ended without ${text}:\n${shown}`);
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
    },
    type: (keys) => void child.stdin.write(keys),
    ended: closed.then(() => child.exitCode),
    async close() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}
