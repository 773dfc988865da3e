import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { HouseChoice } from '../../wire/index.js';
import { Button } from '../ui/button.js';
import type { ChoiceCommand } from './commands.js';

type Value = HouseChoice['choices'][number]['value'];

/** Names that stand side by side; more of them are a list that opens. */
const MOST_BUTTONS = 8;

interface ChoiceProps {
  readonly command: ChoiceCommand;
  /** What is chosen now; undefined where it is none of them, or nobody knows. */
  readonly value: Value | undefined;
  readonly busy: boolean;
  /** Id of the device's name. */
  readonly describedBy: string;
  readonly onChoose: (value: Value) => void;
}

/** A command that takes one of several names: a mood, an output, a mode. */
export function Choice(props: ChoiceProps & { readonly isMain: boolean }): JSX.Element {
  const { choices } = props.command.argument;
  return props.isMain && choices.length <= MOST_BUTTONS ? (
    <ChoiceButtons {...props} />
  ) : (
    <ChoiceList {...props} />
  );
}

function ChoiceButtons({ command, value, describedBy, onChoose }: ChoiceProps): JSX.Element {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out as a label is.
    <div class="device-choice" role="group" aria-labelledby={id} aria-describedby={describedBy}>
      <span class="device-choice-label" id={id}>
        {command.label}
      </span>
      <div class="device-choice-buttons">
        {command.argument.choices.map((one) => (
          <Button
            key={String(one.value)}
            describedBy={describedBy}
            pressed={one.value === value}
            onClick={() => onChoose(one.value)}
          >
            <bdi>{one.text}</bdi>
          </Button>
        ))}
      </div>
    </div>
  );
}

/**
 * Choosing alone sends nothing: by keyboard, the way to the last name leads through all the others,
 * and the house would do each of them.
 */
function ChoiceList({ command, value, busy, describedBy, onChoose }: ChoiceProps): JSX.Element {
  const id = useId();
  const { choices } = command.argument;
  const [draft, setDraft] = useState<string>();
  // The house has done something: what the reader had in mind no longer counts.
  useEffect(() => setDraft(undefined), [value]);
  const current = choices.find((one) => one.value === value);
  const shown = draft ?? (current === undefined ? '' : String(current.value));
  const chosen = choices.find((one) => String(one.value) === shown);
  return (
    <div class="device-choice device-choice-listed">
      <label class="device-choice-label" for={id}>
        {command.label}
      </label>
      <select
        id={id}
        class="input select"
        value={shown}
        aria-describedby={describedBy}
        onChange={(event) => setDraft(event.currentTarget.value)}
      >
        {current === undefined ? <option value="">Choose…</option> : null}
        {choices.map((one) => (
          <option
            key={String(one.value)}
            value={String(one.value)}
            selected={String(one.value) === shown}
          >
            {one.text}
          </option>
        ))}
      </select>
      <Button
        label={`Set: ${command.label}`}
        describedBy={describedBy}
        disabled={chosen === undefined}
        busy={busy && draft !== undefined}
        onClick={() => {
          if (chosen !== undefined) onChoose(chosen.value);
        }}
      >
        Set
      </Button>
    </div>
  );
}
