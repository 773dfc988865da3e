import { run } from './run.mjs';
import { pathWithPnpm, tool } from './setup.mjs';

/**
 * Builds with turbo, which does again only what changed.
 *
 * @param {readonly string[]} filters - turbo filters, for example `./apps/*`; empty = everything.
 * @returns {Promise<boolean>} Whether it worked; the output was shown if not.
 */
export async function build(filters) {
  const result = await run(
    tool('turbo'),
    ['run', 'build', '--output-logs=errors-only', ...filters.map((filter) => `--filter=${filter}`)],
    {
      quiet: true,
      env: { PATH: pathWithPnpm(), TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    },
  );
  if (result.code !== 0) console.error(result.output);
  return result.code === 0;
}
