import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function NewKeyScreen(): JSX.Element {
  return <Screen title="Keys">To come.</Screen>;
}
