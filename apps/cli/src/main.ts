#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { readAll, typeSecret } from './miniservers/secret-input.js';
import { runCli } from './run-cli.js';
import { typeLine } from './typed-line.js';
import { userName } from './user-name.js';

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  userName: () => userName(),
  readFile: (path) => readFileSync(path, 'utf8'),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  now: () => Date.now(),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask, askSecret } : {}),
  readInput: () => readAll(process.stdin),
  onInterrupt: (listener) => {
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
});

function askSecret(question: string): Promise<string> {
  return typeSecret(question, { input: process.stdin, output: process.stderr });
}

/** On standard error, so that standard output holds results alone. */
function ask(question: string): Promise<string> {
  return typeLine(question, { input: process.stdin, output: process.stderr });
}
