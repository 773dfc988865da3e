import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SignedIn } from '../../wire/index.js';
import type { LiveState } from '../create-live.js';
import { live } from '../live.js';
import { signOut } from '../session.js';
import { chooseTheme, type Theme, theme } from '../theme.js';
import { toastProblem } from '../toasts.js';
import { Button } from '../ui/button.js';
import type { IconName } from '../ui/icon.js';

const LIVE_WORDS: Readonly<Record<LiveState, string>> = {
  off: 'Not live',
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Connection lost, trying again',
};

/** Whether the screens are up to date. */
function LiveMark(): JSX.Element {
  const state = live.state.value;
  return (
    <output class={`live live-${state}`}>
      <span class="live-dot" />
      <span class="live-text">{LIVE_WORDS[state]}</span>
    </output>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const THEME_ICONS: Readonly<Record<Theme, IconName>> = { auto: 'auto', light: 'sun', dark: 'moon' };
const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: 'as the system',
  light: 'light',
  dark: 'dark',
};

/** Light, dark, or as the system has it. */
export function ThemeSwitch(): JSX.Element {
  const current = theme.value;
  return (
    <Button
      kind="quiet"
      icon={THEME_ICONS[current]}
      iconOnly
      onClick={() => chooseTheme(NEXT[current])}
    >
      {`Colours: ${THEME_WORDS[current]}. Change to ${THEME_WORDS[NEXT[current]]}`}
    </Button>
  );
}

/** Ends the session. */
function SignOutButton(): JSX.Element {
  const [busy, setBusy] = useState(false);
  async function onClick(): Promise<void> {
    setBusy(true);
    try {
      await signOut();
    } catch (error) {
      setBusy(false);
      toastProblem(error);
    }
  }
  return (
    <Button kind="quiet" icon="out" busy={busy} onClick={() => void onClick()}>
      Sign out
    </Button>
  );
}

/** Name of the product, who is signed in, and what concerns all screens. */
export function Header(props: {
  readonly who: SignedIn;
  readonly navId: string;
  readonly navOpen: boolean;
  readonly onMenu: () => void;
}): JSX.Element {
  return (
    <header class="header">
      <div class="header-menu">
        <Button
          kind="quiet"
          icon={props.navOpen ? 'close' : 'menu'}
          iconOnly
          expanded={props.navOpen}
          controls={props.navId}
          onClick={props.onMenu}
        >
          Screens
        </Button>
      </div>
      <Brand />
      <LiveMark />
      <div class="header-who" title={props.who.id}>
        <bdi class="header-name">{props.who.name}</bdi>
        <span class="header-role">{props.who.role}</span>
      </div>
      <ThemeSwitch />
      <SignOutButton />
    </header>
  );
}

/** The mark of the product: a gate between two posts. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M4 21V8l8-5 8 5v13M4 21h4M20 21h-4M8 21v-7a4 4 0 0 1 8 0v7M12 10v11" />
      </svg>
      Gatehouse
    </span>
  );
}
