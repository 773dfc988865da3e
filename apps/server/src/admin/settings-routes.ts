import type { Settings } from '@gatehouse/admin-ui/wire';
import { defineRoute, type Route } from '../http/route.js';
import type { AdminParts } from './admin-parts.js';
import { findingsOf } from './findings.js';
import { looking } from './may-administer.js';

/** The settings in force, and what could be better. */
export function settingsRoutes(parts: AdminParts): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/api/settings',
      access: { to: 'owner', action: looking('settings') },
      summary: 'The settings in force, without secrets, and what could be better.',
      answers: { 200: { description: 'Settings and findings.' } },
      async handle() {
        const body: Settings = { settings: parts.settings, findings: await findingsOf(parts) };
        return { status: 200, body };
      },
    }),
  ];
}
