#!/usr/bin/env node
import { runProgram } from './program.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
}

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  ended: askedToEnd,
});
