import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AdminStage, openAdminStage } from './support/admin-stage.js';

let directory: string;
let stages: AdminStage[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-two-'));
  stages = [];
});

afterEach(async () => {
  for (const stage of stages) await stage.close();
  await rm(directory, { recursive: true, force: true });
});

/** A server of its own over the same files, as a second process has. */
async function openServer(): Promise<AdminStage> {
  const auth = { store: 'file', configDir: join(directory, 'config') } as const;
  const stage = await openAdminStage({ auth });
  stages.push(stage);
  return stage;
}

it('two servers on the same keys let one of two owners win who have looked at the same key', async () => {
  const first = await openServer();
  const { key } = await first.keyOf('admin');
  const { id } = await first.keyOf('monitor');
  const second = await openServer();
  const owners = [await first.signIn(key), await second.signIn(key)];
  const seen = await Promise.all(owners.map((owner) => owner.get(`/keys/${id}`)));
  const [{ revision } = { revision: undefined }, ...others] = seen.map(({ body }) => body);
  expect(others).toMatchObject([{ revision }]);

  const answers = await Promise.all(
    owners.map((owner, at) => owner.ask('PATCH', `/keys/${id}`, { name: `Name ${at}`, revision })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const won = answers.find(({ status }) => status === 200)?.body;
  const lost = answers.find(({ status }) => status === 409)?.body;
  expect(lost.code).toBe('changed-meanwhile');
  const late = await owners[0]?.ask('PATCH', `/keys/${id}`, { name: 'Late', revision });
  expect(late?.status).toBe(409);
  const third = await openServer();
  expect((await third.auth.keys.get(id))?.name).toBe(won.name);
});
