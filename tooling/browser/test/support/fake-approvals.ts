import type { ApprovalEntry } from '@gatehouse/admin-ui/wire';
import { HOSTILE } from './hostile.js';

const TABLET = { id: 'lmcp_operator_004', name: 'Kitchen tablet', role: 'operator' };
const MINUTE = 60_000;

/** Requests of every state; two wait: one for a door, one for blinds. */
export function fakeApprovals(now: number): readonly ApprovalEntry[] {
  return [
    {
      id: 'door0001',
      state: 'pending',
      requester: TABLET,
      tool: 'loxone_access',
      risk: 'access',
      effects: ['Open Front door [Hall]', 'Disarm Alarm system [House] for 2 minutes'],
      requestedAt: now - 2 * MINUTE,
      expiresAt: now + 3 * MINUTE + 400,
    },
    {
      id: 'blind001',
      state: 'pending',
      requester: { id: 'lmcp_device_009', name: HOSTILE.svg, role: 'device' },
      tool: 'loxone_covers',
      risk: 'control',
      effects: ['Blind [Living room]: move fully down', HOSTILE.image],
      requestedAt: now - MINUTE,
      expiresAt: now + 45_000,
    },
    {
      id: 'gate0001',
      state: 'used',
      requester: TABLET,
      tool: 'loxone_access',
      risk: 'access',
      effects: ['Open Gate [Outside]'],
      requestedAt: now - 90 * MINUTE,
      expiresAt: now - 85 * MINUTE,
      decided: { by: 'lmcp_admin_001', at: now - 88 * MINUTE },
    },
    {
      id: 'alarm001',
      state: 'refused',
      requester: TABLET,
      tool: 'loxone_access',
      risk: 'access',
      effects: ['Disarm Alarm system [House]'],
      requestedAt: now - 200 * MINUTE,
      expiresAt: now - 195 * MINUTE,
      decided: { by: 'lmcp_admin_001', at: now - 199 * MINUTE, why: 'Nobody is at home.' },
    },
    {
      id: 'boot0001',
      state: 'expired',
      requester: TABLET,
      tool: 'loxone_system',
      risk: 'admin',
      effects: ['Restart the Miniserver'],
      requestedAt: now - 300 * MINUTE,
      expiresAt: now - 295 * MINUTE,
    },
  ];
}
