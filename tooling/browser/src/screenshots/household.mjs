/** Who has a key in the household that the screenshots show. */
const KEYS = {
  claude: {
    name: 'Claude in the living room',
    role: 'operator',
    expiresInDays: 180,
    permissions: ['risk:access', 'approve:access'],
  },
  display: {
    name: 'Wall display',
    role: 'monitor',
    expiresInDays: 365,
    addresses: ['127.0.0.1', '192.168.1.40'],
  },
  tablet: {
    name: 'Children’s tablet',
    role: 'device',
    expiresInDays: 90,
    rooms: ['Children’s Room', "Children's Room"],
  },
  report: {
    name: 'Energy report',
    role: 'custom',
    expiresInDays: 20,
    permissions: ['risk:read', '!room:Main Bedroom'],
    addresses: ['127.0.0.1', '10.0.0.0/24'],
  },
  gardener: { name: 'Gardener’s phone', role: 'device', expiresInDays: 30, rooms: ['Garden'] },
  guests: { name: 'Guest phones', role: 'device', expiresInDays: 14, rooms: ['Guest Room'] },
};

/** What each of them asked in the week before. */
const WEEK = {
  claude: [
    { name: 'tool:loxone_control_lights', share: 1.4 },
    { name: 'tool:loxone_get_state', share: 2.1 },
    { name: 'tool:loxone_control_covers', share: 0.5 },
    { name: 'tool:loxone_search', share: 0.7 },
  ],
  display: [{ name: 'rest:states', share: 3 }],
  tablet: [{ name: 'tool:loxone_control_lights', share: 0.4 }],
  report: [{ name: 'rest:history', share: 0.6 }],
};

/** What they do today, in this order. */
const TODAY = [
  ['display', 'GET', '/rooms'],
  ['display', 'GET', '/states'],
  ['claude', 'POST', '/devices/reading-lamp/on'],
  ['tablet', 'POST', '/devices/night-light/on'],
  ['tablet', 'POST', '/devices/sofa/off'],
  ['report', 'GET', '/states'],
  ['display', 'POST', '/devices/reading-lamp/off'],
  ['claude', 'POST', '/devices/dining-table/on'],
  ['display', 'GET', '/states'],
  ['claude', 'POST', '/devices/south-blinds/down'],
  ['gardener', 'POST', '/devices/path/on'],
  ['claude', 'POST', '/devices/coffee-machine/on'],
];

/**
 * Makes the keys.
 *
 * @param {import('./owner.mjs').Owner} owner
 * @param {number} now
 */
export async function makeKeys(owner, now) {
  const made = {};
  for (const [who, { expiresInDays, ...request }] of Object.entries(KEYS)) {
    const expiresAt = now + expiresInDays * 86_400_000;
    made[who] = await owner.makeKey({ ...request, expiresAt });
  }
  return made;
}

/** Who asked what in the week before, for the charts. */
export function usersOf(keys) {
  return Object.entries(WEEK).map(([who, acts]) => ({ id: keys[who].id, acts }));
}

/** A day in this household; it ends with somebody at the garage door. */
export async function liveADay(owner, keys) {
  for (const [who, method, path] of TODAY) await owner.use(keys[who].secret, method, path);
  await owner.setMood('Living Room Lighting', 'Evening');
  await owner.post(`/keys/${keys.guests.id}/revoke`, { reason: 'The guests have left.' });
  await owner.post(`/keys/${keys.gardener.id}/disable`, { reason: 'Until spring.' });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await owner.use(keys.guests.secret, 'GET', '/rooms');
  }
  await owner.use(keys.claude.secret, 'POST', '/devices/garage-door/open');
}
