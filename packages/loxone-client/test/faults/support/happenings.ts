import type { HomeControl } from '@gatehouse/loxone-controls';
import type { Seeded } from './seeded.js';
import type { Site } from './site.js';

/** What goes on in a house besides faults. */
export type Happening = 'change' | 'command';

/** Somebody in the house changes some states, or the client is told to do something. */
export function happen(what: Happening, seeded: Seeded, site: Site): string {
  return what === 'change' ? changeStates(seeded, site) : sendCommand(seeded, site);
}

function changeStates(seeded: Seeded, { simulator }: Site): string {
  const numbers = Array.from(simulator.house.states()).filter(([, value]) =>
    Number.isFinite(value),
  );
  const uuids = Array.from({ length: seeded.between(1, 20) }, () => seeded.pick(numbers)[0]);
  for (const uuid of uuids) simulator.house.set(uuid, seeded.between(0, 1));
  return `${uuids.length} states changed`;
}

/** What becomes of it is another test's business: here it must only end, whatever happens. */
function sendCommand(seeded: Seeded, site: Site): string {
  const switches = site.client.home.controls().filter(isPlainSwitch);
  if (switches.length === 0) return 'no command: the house is not known yet';
  const { id, name } = seeded.pick(switches);
  const command = seeded.pick(['on', 'off']);
  site.send({ control: id, command });
  return `command ${command} for ${name}`;
}

function isPlainSwitch({ type, secured }: HomeControl): boolean {
  return type === 'Switch' && !secured;
}
