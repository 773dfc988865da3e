import { afterEach, describe, expect, it } from 'vitest';
import { type AdminStage, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage | undefined;

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function findingsWith(houseToken?: string): Promise<string> {
  stage = await openAdminStage({ parts: houseToken === undefined ? {} : { houseToken } });
  const owner = await stage.signInAs('admin');
  return (await owner.get('/settings')).text;
}

describe('the finding on the token of the Miniserver', () => {
  it('says where it is', async () => {
    const text = await findingsWith('/home/owner/.config/loxone-mcp/loxone-token.json');
    expect(text).toContain('kept, sealed, in /home/owner/.config/loxone-mcp/loxone-token.json.');
  });

  it('says that it is nowhere, and what that means', async () => {
    expect(await findingsWith('memory')).toContain('each start uses the password');
  });

  it('says nothing where nobody knows', async () => {
    expect(await findingsWith()).not.toContain('token of the Miniserver');
  });
});
