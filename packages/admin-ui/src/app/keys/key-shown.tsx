import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClientConfiguration, NewKey } from '../../wire/index.js';
import { guardScreen } from '../leave-guard.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Screen, Section } from '../ui/screen.js';
import { Note } from '../ui/states.js';
import { Tabs } from '../ui/tabs.js';

function placeWords(place: string): string {
  return place === 'terminal' ? 'In a terminal' : `In ${place}`;
}

function Configuration({ one }: { readonly one: ClientConfiguration }): JSX.Element {
  return (
    <div class="stack">
      <div class="config-head">
        <span class="soft small">{placeWords(one.place)}</span>
        <CopyButton text={one.text} what={`configuration for ${one.client}`} />
      </div>
      <pre class="code">
        <code>{one.text}</code>
      </pre>
    </div>
  );
}

/** The new key: the one time that it is seen. */
export function KeyShown(props: {
  readonly made: NewKey;
  readonly onDone: () => void;
  /** Said beside it, for example about the key that it replaces. */
  readonly note?: string;
}): JSX.Element {
  const { key, secret, configurations } = props.made;
  const [copied, setCopied] = useState(false);
  const release = useRef<() => void>(() => undefined);

  useEffect(() => {
    release.current = guardScreen(
      'The new key is not shown again. Without a copy of it, it is of no use to anybody.',
    );
    return () => release.current();
  }, []);

  return (
    <Screen title="Your new key" lead={<bdi>{key.name}</bdi>}>
      <Note tone="warning" urgent>
        <p>
          <strong>Copy it now: it is not shown again.</strong> Only a hash of it is kept here. If it
          gets lost, make another one.
        </p>
      </Note>
      {props.note === undefined ? null : (
        <Note tone="info">
          <p>{props.note}</p>
        </Note>
      )}
      <Section title="Key">
        <div class="secret">
          <code class="secret-text">{secret}</code>
          <CopyButton kind="primary" text={secret} what="key" onCopied={() => setCopied(true)} />
        </div>
      </Section>
      {configurations.length === 0 ? null : (
        <Section
          title="Set up a client"
          lead="Ready to paste. They name the variable that holds the key, so that no copy of it ends up in a file that is shared."
        >
          <Tabs
            label="Clients"
            tabs={configurations.map((one, index) => ({
              id: String(index),
              title: one.client,
              content: <Configuration one={one} />,
            }))}
          />
        </Section>
      )}
      <div class="form-foot">
        <Button
          kind={copied ? 'primary' : 'plain'}
          onClick={() => {
            release.current();
            props.onDone();
          }}
        >
          I have copied it
        </Button>
      </div>
    </Screen>
  );
}
