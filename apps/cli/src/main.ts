#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { readAll, typeSecret } from './miniservers/secret-input.js';
import { runCli } from './run-cli.js';

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  userName: () => userInfo().username,
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
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
