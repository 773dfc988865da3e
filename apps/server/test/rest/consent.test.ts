import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRest, type RestStage } from './support/rest-stage.js';

let stage: RestStage;
let admin: string;
let careful: string;
let asking: string;

beforeAll(async () => {
  stage = await openRest({ authOptions: { consent: { access: 'confirm' } } });
  const { app } = stage;
  admin = await app.keyOf('admin');
  careful = await app.keyOf('operator', { permissions: ['risk:access', 'confirm:control'] });
  asking = await app.keyOf('operator', { permissions: ['risk:access', 'approve:access'] });
});

afterAll(async () => {
  await stage.close();
});

const OPEN = { device: 'Garagentor', action: 'open', wait_ms: 0 } as const;
const PATH = 'POST /api/devices/control';

describe('an act that a person has to confirm', () => {
  it('answers with a token, good for the same request and once', async () => {
    const first = await stage.ask(admin, PATH, OPEN);
    expect(first).toMatchObject({ status: 409, body: { code: 'confirmation-required' } });
    expect(first.body.results).toMatchObject([{ id: 'c-door', outcome: 'planned' }]);
    expect(first.body.expires_at).toMatch(/^\d{4}-/);
    expect(first.text).not.toContain('confirm_token');
    const confirmation_token = String(first.body.confirmation_token);
    expect(stage.home.executed).toEqual([]);

    const other = await stage.ask(admin, PATH, { ...OPEN, action: 'close', confirmation_token });
    expect(other.status).toBe(409);
    const stranger = await stage.ask(careful, PATH, { ...OPEN, confirmation_token });
    expect(stranger.status).toBe(409);

    const done = await stage.ask(admin, PATH, { ...OPEN, confirmation_token });
    expect(done.status, done.text).toBe(200);
    expect(stage.home.executed).toHaveLength(1);
    expect((await stage.ask(admin, PATH, { ...OPEN, confirmation_token })).status).toBe(409);
    expect(stage.home.executed).toHaveLength(1);
  });

  it('holds for actions of a path, and for scenes', async () => {
    const path = 'POST /api/devices/bedroom-light/on';
    const first = await stage.ask(careful, path);
    expect(first.status).toBe(409);
    const { confirmation_token } = first.body;
    expect((await stage.ask(careful, path, { confirmation_token })).body.ok).toBe(true);
    const scene = await stage.ask(careful, 'POST /api/scenes/hell/activate');
    expect(scene).toMatchObject({ status: 409, body: { code: 'confirmation-required' } });
    const again = { confirmation_token: scene.body.confirmation_token };
    expect((await stage.ask(careful, 'POST /api/scenes/hell/activate', again)).status).toBe(200);
  });

  it('leaves a record that names the act and no token', async () => {
    const first = await stage.ask(admin, PATH, OPEN);
    const { confirmation_token } = first.body;
    await stage.ask(admin, PATH, { ...OPEN, confirmation_token });
    const trail: unknown[] = [];
    for await (const record of stage.app.auth.audit.query({})) trail.push(record);
    const text = JSON.stringify(trail);
    expect(text).toContain('tool:loxone_control_access');
    expect(text).toContain('c-door');
    expect(text).not.toContain(String(confirmation_token));
  });
});

describe('an act that the owner has to approve', () => {
  it('waits, is done once when approved, and not when refused', async () => {
    stage.home.executed.length = 0;
    const first = await stage.ask(asking, PATH, OPEN);
    expect(first).toMatchObject({ status: 202, body: { status: 'approval-pending' } });
    const { approvals } = stage.app.auth;
    const owner = { id: 'owner' };
    await approvals.approve(String(first.body.approval_id), owner);
    expect((await stage.ask(asking, PATH, OPEN)).status).toBe(200);
    expect(stage.home.executed).toHaveLength(1);
    const second = await stage.ask(asking, PATH, OPEN);
    expect(second.status).toBe(202);
    await approvals.refuse(String(second.body.approval_id), owner);
    const refused = await stage.ask(asking, PATH, OPEN);
    expect(refused).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
    expect(stage.home.executed).toHaveLength(1);
  });
});
