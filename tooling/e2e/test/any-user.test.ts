import { spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { CLI } from './support/paths.js';

/** A user that the machine has no entry for, as `docker run --user 12345` makes one. */
const UID = 12345;

let home: TemporaryHome;

beforeEach(() => {
  home = temporaryHome();
});

afterEach(() => home.remove());

function runAs(args: readonly string[]): { code: number | null; out: string; err: string } {
  accessSync(CLI, constants.R_OK);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    env: home.env,
    uid: UID,
    gid: UID,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe.skipIf(process.getuid?.() !== 0)(
  'a user without an entry (only root can become one)',
  () => {
    beforeEach(() => chownSync(home.path, UID, UID));

    it('makes keys, and stands in the records by number', () => {
      const made = runAs(['keys', 'generate', '--role', 'admin', '--name', 'x']);
      expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^lmcp_admin_001_/)]);
      expect(made.err).not.toContain('bug');
      const shown = runAs(['keys', 'show', 'lmcp_admin_001']);
      expect(shown.code).toBe(0);
      expect(shown.out).toContain(`uid:${UID}`);
    });

    it('ends keys, too', () => {
      for (const role of ['admin', 'monitor']) {
        expect(runAs(['keys', 'generate', '--role', role, '--name', 'x']).code).toBe(0);
      }
      expect(runAs(['keys', 'revoke', 'lmcp_monitor_001']).code).toBe(0);
    });
  },
);
