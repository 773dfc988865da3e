import type { HouseLink } from '@gatehouse/loxone-client';
import { describe, expect, it } from 'vitest';
import { adminOver, rawOver } from '../../src/house/raw.js';

/** A connection that answers with one code, and remembers what was sent. */
function linkWith(
  code: number,
  value: unknown,
): { readonly link: HouseLink; readonly sent: string[] } {
  const sent: string[] = [];
  const link = {
    async command(path: string) {
      sent.push(path);
      if (code === 0) throw new TypeError('lost');
      return { code, value };
    },
    file: () => Promise.reject(new TypeError('not asked for')),
  } as unknown as HouseLink;
  return { link, sent };
}

describe('raw commands', () => {
  it('go to one control as they stand', async () => {
    const { link, sent } = linkWith(200, '1');
    expect(await rawOver(link)('uuid-1', 'setName/A%20B')).toEqual({ ok: true, value: '1' });
    expect(sent).toEqual(['jdev/sps/io/uuid-1/setName/A%20B']);
  });

  it('tell a refusal from a connection that fails, and repeat nothing of the path', async () => {
    const refused = await rawOver(linkWith(403, '').link)('uuid-1', 'secret');
    expect(refused).toMatchObject({ ok: false, code: 'refused' });
    const failed = await rawOver(linkWith(0, '').link)('uuid-1', 'secret');
    expect(failed).toMatchObject({ ok: false, code: 'failed' });
    expect(JSON.stringify([refused, failed])).not.toContain('secret');
  });
});

describe('administration', () => {
  it('restarts the Miniserver', async () => {
    const { link, sent } = linkWith(200, '1');
    expect(await adminOver(link).reboot()).toEqual({ ok: true, value: undefined });
    expect(sent).toEqual(['jdev/sys/reboot']);
  });

  it('enters a mode for a day or for some days', async () => {
    const { link, sent } = linkWith(200, '1');
    const from = { year: 2026, month: 12, day: 24 };
    const days = { name: 'Holiday / away', mode: 3, from };
    await adminOver(link).planMode({ ...days, to: from });
    await adminOver(link).planMode({ ...days, to: { year: 2027, month: 1, day: 6 } });
    expect(sent).toEqual([
      'jdev/sps/calendarcreateentry/Holiday%20%2F%20away/3/2/2026/12/24',
      'jdev/sps/calendarcreateentry/Holiday%20%2F%20away/3/3/2026/12/24/2027/1/6',
    ]);
  });
});
