import { spawn } from 'node:child_process';
import { scrubComplaint } from './scrub-complaint.js';
import type { Secret } from './secret.js';
import { SecretProblem } from './secret-problem.js';
import type { SecretProvider } from './secret-provider.js';
import { MAX_SECRET_BYTES, secretOf } from './secret-text.js';
import { splitCommand } from './split-command.js';

/** How commands are run. */
export interface CommandSecretsOptions {
  /** Environment of the command. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that a command may take. Default: 10,000. */
  readonly timeoutMs?: number;
}

/** How a command ended. */
interface Outcome {
  /** `undefined` when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_COMPLAINT_BYTES = 4096;

/**
 * Secrets that a program prints: `command:pass show house`. There is no shell. What it writes to
 * standard error is shown only if it fails, and without what looks like a secret.
 */
export function createCommandSecrets(options: CommandSecretsOptions): SecretProvider {
  return {
    scheme: 'command',
    async read(reference, signal) {
      const words = splitCommand(reference);
      if (!words.ok) throw new SecretProblem('ERR_SECRET_REFERENCE', `A secret ${words.problem}.`);
      const [program, ...args] = words.value;
      return judge(program, await run(program, args, options, signal));
    },
  };
}

function judge(program: string, { code, stdout, stderr }: Outcome): Secret {
  if (code === 0) return secretOf(stdout, `What the command ${program} prints`);
  const how = code === undefined ? 'was ended by a signal' : `ended with code ${code}`;
  const complaint = scrubComplaint(stderr, stdout);
  const said = complaint === '' ? '' : ` It says: ${complaint}`;
  throw new SecretProblem('ERR_SECRET_REFUSED', `The command ${program} ${how}.${said}`);
}

function run(
  program: string,
  args: readonly string[],
  { env, timeoutMs = 10_000 }: CommandSecretsOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], size: 0 };
    const give = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      settle();
    };
    /** Also lets go of what its children hold open: they may outlive it. */
    const stop = (reason: unknown): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      give(() => reject(reason));
    };
    const aborted = (): void => stop(signal.reason);
    const timer = setTimeout(() => stop(tooSlow(program, timeoutMs)), timeoutMs);
    signal.addEventListener('abort', aborted, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout.push(chunk);
      output.size += chunk.length;
      if (output.size > MAX_SECRET_BYTES) stop(tooLong(program));
    });
    let complained = 0;
    child.stderr.on('data', (chunk: Buffer) => {
      if (complained < MAX_COMPLAINT_BYTES) output.stderr.push(chunk);
      complained += chunk.length;
    });
    child.once('error', (error) => give(() => reject(notStarted(program, error))));
    child.once('close', (code) => {
      const [stdout, stderr] = [output.stdout, output.stderr].map((chunks) =>
        Buffer.concat(chunks).toString('utf8'),
      );
      give(() => resolve({ code: code ?? undefined, stdout: stdout ?? '', stderr: stderr ?? '' }));
    });
  });
}

function tooSlow(program: string, timeoutMs: number): SecretProblem {
  const message = `The command ${program} gave no password within ${timeoutMs / 1000} seconds and was ended.`;
  return new SecretProblem('ERR_SECRET_UNAVAILABLE', message);
}

function tooLong(program: string): SecretProblem {
  const message = `The command ${program} prints more than a password and was ended.`;
  return new SecretProblem('ERR_SECRET_REFERENCE', message);
}

/** The error of the system may repeat the arguments, so only its code is used. */
function notStarted(program: string, error: Error): SecretProblem {
  const code = 'code' in error ? String(error.code) : 'unknown';
  const message = `The command ${program} cannot be started (${code}).`;
  return new SecretProblem('ERR_SECRET_MISSING', message);
}
