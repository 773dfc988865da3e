import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { SignedIn } from '../../wire/index.js';
import { live } from '../live.js';
import { Header } from './header.js';
import { Navigation } from './navigation.js';

/** Header, navigation and the screen, for somebody who is signed in. */
export function Shell(props: {
  readonly who: SignedIn;
  readonly children: ComponentChildren;
}): JSX.Element {
  const [navOpen, setNavOpen] = useState(false);
  const navId = useId();

  useEffect(() => {
    live.start();
    return live.stop;
  }, []);
  useEffect(() => {
    if (!navOpen) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setNavOpen(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navOpen]);

  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the screen
      </a>
      <Header
        who={props.who}
        navId={navId}
        navOpen={navOpen}
        onMenu={() => setNavOpen((open) => !open)}
      />
      <Navigation id={navId} open={navOpen} onGo={() => setNavOpen(false)} />
      <main class="main" id="main" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}
