import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function HouseScreen(): JSX.Element {
  return <Screen title="House">To come.</Screen>;
}
