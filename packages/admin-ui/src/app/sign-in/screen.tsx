import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ApiProblem, problemOf } from '../api-problem.js';
import { signIn } from '../session.js';
import { Brand, ThemeSwitch } from '../shell/header.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Loading, Note } from '../ui/states.js';
import { useUpCode } from './link-code.js';

/** A sentence for what the server said. */
function reasonOf(problem: ApiProblem, by: 'key' | 'code'): string {
  if (problem.status === 429) {
    const wait = problem.retryAfterSeconds;
    return wait === undefined
      ? 'There were too many tries from here. Wait a while.'
      : `There were too many tries from here. Try again in ${wait} seconds.`;
  }
  if (problem.status === 401 && by === 'key') {
    return 'This key lets nobody in here. Look whether it is whole, still valid, and an admin’s.';
  }
  if (problem.status === 401) {
    return 'This link was used already or is too old. Make a new one, or sign in with a key.';
  }
  return problem.message;
}

/** Signs in with a key, or by itself when one came by a one-time link. */
export function SignInScreen(props: { readonly ended: boolean }): JSX.Element {
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState<'key' | 'code'>();
  const [reason, setReason] = useState<string>();

  async function enter(by: 'key' | 'code', value: string): Promise<void> {
    setBusy(by);
    setReason(undefined);
    try {
      await signIn(by === 'key' ? { key: value } : { code: value });
    } catch (error) {
      setReason(reasonOf(problemOf(error), by));
      setBusy(undefined);
    }
  }

  useEffect(() => {
    document.title = 'Sign in · Gatehouse';
    const code = useUpCode();
    if (code !== undefined) void enter('code', code);
  }, []);

  function onSubmit(event: Event): void {
    event.preventDefault();
    const typed = key.trim();
    if (busy !== undefined) return;
    if (typed === '') setReason('Paste a key first.');
    else void enter('key', typed);
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" noValidate onSubmit={onSubmit}>
        <div class="sign-in-head">
          <Brand />
          <ThemeSwitch />
        </div>
        <h1 class="sign-in-title">Sign in</h1>
        {props.ended && reason === undefined ? (
          <Note tone="info">
            <p>Your session has ended. Sign in again to go on where you were.</p>
          </Note>
        ) : null}
        {busy === 'code' ? <Loading what="your session" /> : null}
        <Field
          label="Admin key"
          type="password"
          required
          autocomplete="current-password"
          value={key}
          maxLength={512}
          placeholder="lmcp_admin_…"
          problem={reason}
          onInput={(value) => {
            setKey(value);
            setReason(undefined);
          }}
        />
        <Button kind="primary" type="submit" busy={busy === 'key'}>
          Sign in
        </Button>
        <p class="sign-in-help">
          No key at hand? On the machine of the server, <code>loxone-mcp admin-link</code> prints a
          link that signs you in once.
        </p>
        <span aria-live="assertive" class="visually-hidden">
          {reason}
        </span>
      </form>
    </main>
  );
}
