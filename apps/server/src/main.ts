#!/usr/bin/env node
import { systemIo } from './io.js';
import { runServer } from './run-server.js';

process.exitCode = await runServer(process.argv.slice(2), systemIo());
