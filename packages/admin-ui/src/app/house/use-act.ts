import { useState } from 'preact/hooks';
import type { ActRequest, ActResult, HouseControl } from '../../wire/index.js';
import { api } from '../api.js';
import { path } from '../path.js';
import { toast, toastProblem } from '../toasts.js';

/** What a device is being told. */
export interface Acting {
  readonly busy: boolean;
  /** It asks for a person's word first: what would happen, line by line. */
  readonly asked: { readonly act: ActRequest; readonly effects: readonly string[] } | undefined;
  /** Tells the device something, and says what it then did. */
  readonly run: (act: ActRequest) => void;
  /** The person agrees to what was asked. */
  readonly agree: () => void;
  readonly cancel: () => void;
}

/** Tells a device something, asking where the house asks. */
export function useAct(control: Pick<HouseControl, 'id' | 'name'>): Acting {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Acting['asked']>();

  async function send(act: ActRequest): Promise<void> {
    setBusy(true);
    try {
      const result = await api.post<ActResult>(path`/house/${control.id}/act`, act);
      const effects = result.needsConfirmation;
      if (effects !== undefined && act.confirmed !== true) setAsked({ act, effects });
      else toast(result.text, result.ok ? 'good' : 'bad');
    } catch (error) {
      toastProblem(error);
    }
    setBusy(false);
  }

  return {
    busy,
    asked,
    run(act) {
      if (!busy) void send(act);
    },
    agree() {
      if (asked === undefined) return;
      setAsked(undefined);
      void send({ ...asked.act, confirmed: true });
    },
    cancel: () => setAsked(undefined),
  };
}
