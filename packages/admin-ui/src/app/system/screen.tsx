import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function SystemScreen(): JSX.Element {
  return <Screen title="System">To come.</Screen>;
}
