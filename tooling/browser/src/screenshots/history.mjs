import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR = 3_600_000;
const DAYS = 7;

/** How busy a household is at each hour of the day, UTC. */
const BY_HOUR = [1, 1, 1, 1, 2, 5, 12, 14, 8, 5, 4, 6, 9, 6, 5, 6, 10, 16, 20, 22, 18, 12, 6, 2];

/** Numbers that look random and are the same in each run: a linear congruential generator. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/**
 * Writes what some keys asked in the week before now, in the files of the server's own activity.
 *
 * @param {string} folder - Of the configuration.
 * @param {readonly { id: string, acts: readonly { name: string, share: number }[] }[]} users
 * @param {number} now
 */
export async function writeWeek(folder, users, now) {
  const directory = join(folder, 'loxone-mcp', 'activity');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const random = createRandom(20_261);
  const days = new Map();
  const last = now - (now % HOUR);
  for (let at = last - DAYS * 24 * HOUR; at < last; at += HOUR) {
    const day = new Date(at).toISOString().slice(0, 10);
    const lines = days.get(day) ?? [JSON.stringify({ format: 1 })];
    const busy = BY_HOUR[new Date(at).getUTCHours()] ?? 0;
    const counts = users.flatMap((user) =>
      user.acts.flatMap(({ name, share }) =>
        countOf({ at, id: user.id, name }, busy * share, random),
      ),
    );
    if (counts.length > 0) lines.push(JSON.stringify({ counts }));
    days.set(day, lines);
  }
  for (const [day, lines] of days) {
    await writeFile(join(directory, `${day}.jsonl`), `${lines.join('\n')}\n`, { mode: 0o600 });
  }
}

function countOf({ at, id, name }, busy, random) {
  const requests = Math.round(busy * (0.5 + random()));
  if (requests === 0) return [];
  const denied = random() < 0.06 ? 1 : 0;
  const served = requests - denied;
  const slow = Math.floor(served * 0.15 * random());
  const medium = Math.floor((served - slow) * (0.3 + 0.3 * random()));
  const ms = { 2: served - slow - medium, 5: medium, 50: slow };
  const some = Object.entries(ms).filter(([, count]) => count > 0);
  return [
    {
      at: new Date(at).toISOString(),
      span: '1h',
      principal: id,
      act: name,
      requests,
      ...(denied > 0 && { denied }),
      ...(some.length > 0 && { ms: Object.fromEntries(some) }),
    },
  ];
}
