import {
  EXIT,
  findMiniserver,
  type MiniserverLogin,
  openMiniserver,
  StartupError,
} from '@gatehouse/loxone-app';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withStoreOptions } from '../keys/with-keys.js';
import { printable } from '../terminal.js';
import { type CertificateFacts, certificatePlace, lookAtCertificate } from './certificate.js';
import { checkLogin, type LoginFacts } from './check-login.js';
import { openBook } from './with-book.js';

interface TestOptions extends StoreOptions {
  readonly json?: boolean;
}

/** What a test found. */
interface TestReport extends LoginFacts {
  readonly miniserver: string;
  readonly host: string;
  readonly user: string;
  readonly certificate: CertificateFacts | null;
}

const PATIENCE_MS = 30_000;

/** `loxone-mcp miniserver test [NAME]`. */
export function testCommand(io: CliIo): Command {
  return withStoreOptions(new Command('test'))
    .description(
      'Logs in once and says what answers. A password that is refused is not sent again.',
    )
    .argument('[name]', 'as the list shows it; default: the default one')
    .option('--json', 'structured output')
    .action(async (name: string | undefined, options: TestOptions) => {
      const report = await withPatience(io, (signal) => test(io, name, options, signal));
      io.out(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : describe(report));
    });
}

async function test(
  io: CliIo,
  name: string | undefined,
  options: TestOptions,
  signal: AbortSignal,
): Promise<TestReport> {
  const { book, location } = openBook(io, options);
  const { name: found } = findMiniserver(await book.read(), name, book);
  const login = await openMiniserver({ location, name: found, env: location.env, signal });
  if (login === undefined) throw new StartupError('It was removed just now.', EXIT.failed);
  const certificate = await certificateOf(login, signal);
  const facts = await checkLogin(login, io.now, signal);
  return { miniserver: login.name, host: login.host, user: login.user, ...facts, certificate };
}

async function certificateOf(
  login: MiniserverLogin,
  signal: AbortSignal,
): Promise<CertificateFacts | null> {
  const place = certificatePlace(login);
  return place === undefined ? null : ((await lookAtCertificate(place, signal)) ?? null);
}

/** Ends what takes too long, and what the person interrupts. */
async function withPatience<Result>(
  io: CliIo,
  use: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopping = new AbortController();
  const stop = (message: string): void => stopping.abort(new StartupError(message, EXIT.failed));
  const timer = setTimeout(
    () => stop(`There was no answer within ${PATIENCE_MS / 1000} seconds.`),
    PATIENCE_MS,
  );
  const off = io.onInterrupt?.(() => stop('Interrupted.'));
  try {
    return await use(stopping.signal);
  } finally {
    clearTimeout(timer);
    off?.();
  }
}

function describe(report: TestReport): string {
  const { certificate } = report;
  const lines: readonly (readonly [string, string])[] = [
    ['login', `accepted, as ${report.user}`],
    ['house', report.name ?? 'without a name'],
    ['serial number', report.serial ?? 'not told'],
    ['firmware', report.firmware ?? 'not told'],
    ['controls', String(report.controls)],
    ['clock', clockText(report.clock_ahead_seconds)],
    ...(certificate === null
      ? [['certificate', 'not looked at: no TLS, or found on the way'] as const]
      : certificateLines(certificate)),
  ];
  const title = `${report.miniserver} at ${report.host}`;
  return [title, ...lines.map(([label, text]) => `  ${`${label}:`.padEnd(16)}${text}`)]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

function certificateLines(certificate: CertificateFacts): readonly (readonly [string, string])[] {
  const { subject, issuer, valid_until: until, fingerprint } = certificate;
  return [
    ['certificate', `${subject}, by ${issuer}, until ${until.slice(0, 10)}`],
    ['SHA-256', fingerprint],
  ];
}

function clockText(ahead: number | null): string {
  if (ahead === null) return 'not told';
  if (Math.abs(ahead) <= 2) return 'as here';
  return `${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine`;
}
