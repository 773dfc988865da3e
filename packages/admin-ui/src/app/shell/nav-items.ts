import type { IconName } from '../ui/icon.js';

/** One entry of the navigation. */
export interface NavItem {
  readonly to: string;
  readonly text: string;
  readonly icon: IconName;
}

/** The screens, in the order in which owners need them. */
export const NAV_ITEMS: readonly NavItem[] = [
  { to: '/admin/keys', text: 'Keys', icon: 'key' },
  { to: '/admin/approvals', text: 'Approvals', icon: 'approvals' },
  { to: '/admin/audit', text: 'Audit', icon: 'audit' },
  { to: '/admin/house', text: 'House', icon: 'house' },
  { to: '/admin/activity', text: 'Activity', icon: 'activity' },
  { to: '/admin/connections', text: 'Connections', icon: 'connections' },
  { to: '/admin/limits', text: 'Limits', icon: 'limits' },
  { to: '/admin/system', text: 'System', icon: 'system' },
];

/** Whether a path is the screen of an entry or below it. */
export function isWithin(path: string, item: NavItem): boolean {
  return path === item.to || path.startsWith(`${item.to}/`);
}
