import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function LimitsScreen(): JSX.Element {
  return <Screen title="Limits">To come.</Screen>;
}
