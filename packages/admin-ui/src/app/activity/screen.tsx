import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function ActivityScreen(): JSX.Element {
  return <Screen title="Activity">To come.</Screen>;
}
