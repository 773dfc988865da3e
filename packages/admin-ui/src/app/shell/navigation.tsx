import type { JSX } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import type { ApprovalEntry } from '../../wire/index.js';
import { plural } from '../format.js';
import { Icon } from '../ui/icon.js';
import { useResource } from '../use-resource.js';
import { isWithin, NAV_ITEMS } from './nav-items.js';

/** How many approvals wait, so that nobody waits unseen. */
function PendingApprovals(): JSX.Element | null {
  const { data } = useResource<readonly ApprovalEntry[]>('/approvals', { watch: 'approvals' });
  const list = Array.isArray(data) ? data : [];
  const waiting = list.filter((one: ApprovalEntry) => one.state === 'pending').length;
  if (waiting === 0) return null;
  return (
    <span class="nav-count">
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
      <span class="visually-hidden">, {plural(waiting, 'waits', 'wait')}</span>
    </span>
  );
}

/** The ways to all screens. */
export function Navigation(props: {
  readonly id: string;
  readonly open: boolean;
  readonly onGo: () => void;
}): JSX.Element {
  const [location] = useLocation();
  return (
    <nav class={props.open ? 'nav nav-open' : 'nav'} id={props.id} aria-label="Screens">
      <ul class="nav-list">
        {NAV_ITEMS.map((item) => (
          <li key={item.to}>
            <Link
              href={item.to}
              class="nav-link"
              aria-current={isWithin(location, item) ? 'page' : undefined}
              onClick={props.onGo}
            >
              <Icon name={item.icon} />
              <span>{item.text}</span>
              {item.to === '/admin/approvals' ? <PendingApprovals /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
