import { describe, expect, it } from 'vitest';
import { localPrincipal } from '../src/local-principal.js';

describe('localPrincipal', () => {
  it('is somebody with a role and no key', () => {
    expect(localPrincipal({ role: 'operator' })).toEqual({
      id: 'local',
      kind: 'stdio',
      name: 'local',
      role: 'operator',
      scopes: [],
      revision: 'local',
    });
    expect(localPrincipal({ role: 'monitor', name: 'desk' })).toMatchObject({
      id: 'desk',
      name: 'desk',
      role: 'monitor',
    });
  });
});
