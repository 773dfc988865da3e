import type { HouseLink } from '@gatehouse/loxone-client';
import type { HouseAdmin, PlannedDays, SendRaw } from '@gatehouse/loxone-tools';

type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly code: 'offline' | 'refused' | 'failed';
      readonly message: string;
    };

/** Sends raw commands over whatever connection is live. */
export function rawOver(link: HouseLink): SendRaw {
  return (uuid, command) => send(link, `jdev/sps/io/${uuid}/${command}`);
}

/** What only an administrator does, over whatever connection is live. */
export function adminOver(link: HouseLink): HouseAdmin {
  return {
    reboot: () => sendOnly(link, 'jdev/sys/reboot'),
    planMode: (days) => sendOnly(link, planPath(days)),
  };
}

/** A mode on one day (calendar mode 2) or a span of days (3), as protocol reference §6.4 has them. */
function planPath({ name, mode, from, to }: PlannedDays): string {
  const days = [from, to].map(({ year, month, day }) => `${year}/${month}/${day}`);
  const [first = '', last = ''] = days;
  const span = first === last ? `2/${first}` : `3/${first}/${last}`;
  return `jdev/sps/calendarcreateentry/${encodeURIComponent(name)}/${mode}/${span}`;
}

async function sendOnly(link: HouseLink, path: string): Promise<Reply<undefined>> {
  const reply = await send(link, path);
  return reply.ok ? { ok: true, value: undefined } : reply;
}

/** The path is not repeated in messages: it may carry what nobody should read. */
async function send(link: HouseLink, path: string): Promise<Reply<string>> {
  try {
    const { code, value } = await link.command(path);
    if (code >= 200 && code < 300) {
      return { ok: true, value: typeof value === 'string' ? value : JSON.stringify(value) };
    }
    return { ok: false, code: 'refused', message: `it answered with code ${code}.` };
  } catch {
    return { ok: false, code: 'failed', message: 'the connection to the Miniserver failed.' };
  }
}
