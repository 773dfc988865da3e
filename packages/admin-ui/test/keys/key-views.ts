import type { KeyView } from '../../src/wire/index.js';

/** A key that stands as most do, with what a test wants otherwise. */
export function keyView(more: Partial<KeyView> = {}): KeyView {
  return {
    id: 'lmcp_operator_001',
    name: 'Claude',
    role: 'operator',
    status: 'active',
    createdAt: 0,
    createdBy: 'lmcp_admin_001',
    addresses: [],
    devices: [],
    rooms: [],
    permissions: [],
    usage: { uses: 0, failures: 0 },
    revision: 'r1',
    isOwn: false,
    ...more,
  };
}
