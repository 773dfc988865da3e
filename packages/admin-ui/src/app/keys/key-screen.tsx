import type { JSX } from 'preact';
import { Screen } from '../ui/screen.js';

/** To come. */
export function KeyScreen({ id }: { readonly id: string }): JSX.Element {
  return <Screen title={id}>To come.</Screen>;
}
