import { type Signal, signal } from '@preact/signals';

/** `auto`: as the system has it. */
export type Theme = 'auto' | 'light' | 'dark';

const PLACE = 'gatehouse-theme';

function isTheme(value: unknown): value is Theme {
  return value === 'auto' || value === 'light' || value === 'dark';
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(PLACE);
    return isTheme(value) ? value : 'auto';
  } catch {
    // Storage may be switched off.
    return 'auto';
  }
}

/** The colours that were chosen. */
export const theme: Signal<Theme> = signal<Theme>('auto');

/** Takes other colours, and remembers it in this browser. */
export function chooseTheme(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(PLACE, next);
  } catch {
    // It then holds until the page is closed.
  }
}

/** Takes the colours of last time. */
export function startTheme(): void {
  const last = stored();
  theme.value = last;
  document.documentElement.dataset['theme'] = last;
}
