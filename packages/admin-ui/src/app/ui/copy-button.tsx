import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { toast } from '../toasts.js';
import { Button } from './button.js';

/** How long the button says that it worked. */
const STAY = 2500;

/** Browsers have no clipboard for pages over plain HTTP in a home network: the old way still works. */
function copyOldWay(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  // Inside an open dialog everything else is inert.
  const home = document.querySelector('dialog[open]') ?? document.body;
  const active = document.activeElement;
  home.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (active instanceof HTMLElement) active.focus();
  return copied;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

/** Copies a text, and says so. */
export function CopyButton(props: {
  readonly text: string;
  /** What is copied: `key`. */
  readonly what: string;
  readonly kind?: 'primary' | 'plain';
  readonly onCopied?: () => void;
}): JSX.Element {
  const [done, setDone] = useState(false);

  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), STAY);
    return () => clearTimeout(timer);
  }, [done]);

  async function onClick(): Promise<void> {
    if (await copy(props.text)) {
      setDone(true);
      props.onCopied?.();
    } else toast(`Copying is not allowed here: mark the ${props.what} and copy it by hand.`, 'bad');
  }

  return (
    <Button
      kind={props.kind ?? 'plain'}
      icon={done ? 'check' : 'copy'}
      label={`${done ? 'Copied' : 'Copy'} ${props.what}`}
      onClick={() => void onClick()}
    >
      {done ? 'Copied' : 'Copy'}
    </Button>
  );
}
