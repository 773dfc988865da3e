import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function ApprovalsScreen(): JSX.Element {
  return <Screen title="Approvals">To come.</Screen>;
}
