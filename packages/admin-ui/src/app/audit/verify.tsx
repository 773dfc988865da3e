import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditVerification } from '../../wire/index.js';
import { api } from '../api.js';
import { toastProblem } from '../toasts.js';
import { Button } from '../ui/button.js';
import { Note } from '../ui/states.js';
import { verificationText } from './words.js';

/** Checking the whole chain, and what was found. */
export interface Verification {
  readonly button: JSX.Element;
  /** The result, until it is closed. */
  readonly note: JSX.Element | null;
}

/** Whether anybody has changed the trail, in words. */
export function useVerification(): Verification {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<AuditVerification>();

  async function verify(): Promise<void> {
    setBusy(true);
    try {
      setFound(await api.post<AuditVerification>('/audit/verify'));
    } catch (error) {
      setFound(undefined);
      toastProblem(error);
    }
    setBusy(false);
  }

  return {
    button: (
      <Button icon="check" busy={busy} onClick={() => void verify()}>
        Verify
      </Button>
    ),
    note:
      found === undefined ? null : (
        <Note
          tone={found.ok ? 'good' : 'bad'}
          urgent
          actions={
            <Button kind="quiet" icon="close" iconOnly onClick={() => setFound(undefined)}>
              Close this result
            </Button>
          }
        >
          {verificationText(found)}
        </Note>
      ),
  };
}
