// `npm run screenshots`: takes the pictures of the page that the README shows, from the server as it
// is shipped, into docs/screenshots. It needs Chromium; `GATEHOUSE_CHROMIUM` names another one.
import { build } from './lib/build.mjs';
import { run } from './lib/run.mjs';
import { ensureInstalled, requireNode } from './lib/setup.mjs';

requireNode();
await ensureInstalled({ native: false });
if (!(await build(['./packages/admin-ui', './apps/server']))) process.exit(1);
const { code } = await run(process.execPath, ['tooling/browser/src/screenshots/main.mjs']);
process.exit(code);
