import { parsePermission } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('parsePermission', () => {
  it.each([
    ['risk:read', 'risk', false],
    ['risk:*', 'risk', false],
    ['!risk:access', 'risk', true],
    ['tool:loxone_control_lights', 'tool', false],
    ['tool:loxone_*', 'tool', false],
    ['tool:*', 'tool', false],
    ['resource:loxone://rooms/*', 'resource', false],
    ['resource:file:///etc/hosts', 'resource', false],
    ['prompt:good-morning', 'prompt', false],
    ['rest:/api/devices/*', 'rest', false],
    ['rest:GET /api/devices', 'rest', false],
    ['admin:audit', 'admin', false],
    ['!admin:keys.*', 'admin', true],
    ['device:Light [Bath]', 'device', false],
    ['device:0f86a2fe-0378-3e08-ffffb2d4efc8b5b6', 'device', false],
    ['device:a:b', 'device', false],
    ['room:Küche', 'room', false],
    ['!room:*', 'room', true],
  ])('reads %s', (text, kind, deny) => {
    const parsed = parsePermission(text);
    expect(parsed).toMatchObject({ ok: true, permission: { text, kind, deny } });
  });

  it.each([
    ['allow:access', 'allow', 'access'],
    ['confirm:control', 'confirm', 'control'],
    ['approve:*', 'approve', '*'],
  ])('reads %s, which neither gives nor takes', (text, kind, risk) => {
    expect(parsePermission(text)).toEqual({ ok: true, permission: { text, kind, risk } });
  });

  it.each([
    ['', 'everything', /start with one of risk, tool/],
    ['ask:access', 'everything', /start with one of .*, allow, confirm, approve, and/],
    ['!confirm:access', 'everything', /"!" has no meaning before confirm/],
    ['!approve:nothing', 'everything', /"!" has no meaning before approve/],
    ['allow:', 'everything', /read, control, access, admin, raw/],
    ['approve:doors', 'everything', /read, control/],
    ['confirm:Access', 'everything', /read, control/],
    ['read', 'everything', /start with/],
    ['tools:x', 'everything', /start with/],
    ['Tool:x', 'everything', /start with/],
    [' tool:x', 'everything', /start with/],
    ['!!tool:x', 'everything', /start with/],
    ['! tool:x', 'everything', /start with/],
    [':x', 'everything', /start with/],
    ['constructor:x', 'everything', /start with/],
    [`tool:${'x'.repeat(400)}`, 'everything', /start with/],
    ['risk:', 'everything', /read, control, access, admin, raw/],
    ['risk:write', 'everything', /read, control/],
    ['risk:Read', 'everything', /read, control/],
    ['!risk:reads', 'everything', /read, control/],
    ['risk:re*', 'everything', /read, control/],
    ['tool:', 'tool', /not be empty/],
    ['tool: x', 'tool', /blanks/],
    ['tool:x\n', 'tool', /blanks/],
    ['tool:x\u0000y', 'tool', /control characters/],
    ['tool:light*', 'tool', /whole segment/],
    ['tool:**', 'tool', /whole segment/],
    ['!tool:*light_on', 'tool', /whole segment/],
    ['resource:rooms/*', 'resource', /scheme/],
    ['resource:loxone://rooms/kit*', 'resource', /whole segment/],
    ['resource:loxone://rooms/../keys', 'resource', /dotted segments/],
    ['resource:loxone://rooms//x', 'resource', /empty or dotted/],
    ['resource:loxone://rooms/', 'resource', /empty or dotted/],
    ['resource:loxone://rooms/%zz', 'resource', /escapes/],
    ['resource:loxone://rooms/%2A', 'resource', /escaped "\*"/],
    ['resource:loxone://rooms?x=1', 'resource', /query/],
    ['rest:/api/devices#top', 'rest', /query/],
    ['device:', 'device', /empty/],
    ['device: Light', 'device', /blanks/],
    ['device:Light*', 'device', /whole name/],
    ['room:', 'room', /empty/],
    ['!room:Kit*', 'room', /whole name/],
  ])('refuses %j, which then denies %s', (text, denies, problem) => {
    const parsed = parsePermission(text);
    expect(parsed).toMatchObject({ ok: false, denies, problem: expect.stringMatching(problem) });
  });

  it('answers any text, and long ones quickly enough to finish', () => {
    const word = fc.constantFrom(
      'risk',
      'tool',
      'resource',
      'device',
      'room',
      '!',
      ':',
      '*',
      '/',
      '_',
      '..',
      '%',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parsePermission(any);
        expect(parsed.ok ? parsed.permission.text : any).toBe(any);
      }),
      { numRuns: 2000 },
    );
  });
});
