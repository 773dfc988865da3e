import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function ConnectionsScreen(): JSX.Element {
  return <Screen title="Connections">To come.</Screen>;
}
