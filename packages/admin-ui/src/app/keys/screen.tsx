import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function KeysScreen(): JSX.Element {
  return <Screen title="Keys">To come.</Screen>;
}
