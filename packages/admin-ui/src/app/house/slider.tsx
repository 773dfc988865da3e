import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { clamped, type SliderCommand, stepOf, valueText } from './commands.js';

/** A key that is held down moves far, but the house is told once; milliseconds. */
const PAUSE = 400;

/** A command with one number. It is sent when the slider rests. */
export function Slider(props: {
  readonly command: SliderCommand;
  /** Where it stands; undefined where nobody knows. */
  readonly value: number | undefined;
  readonly disabled: boolean;
  /** Id of the device's name. */
  readonly describedBy: string;
  readonly onSet: (value: number) => void;
}): JSX.Element {
  const { command, value, disabled, describedBy, onSet } = props;
  const { argument } = command;
  const [draft, setDraft] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const id = useId();

  // The house has moved: where the reader had put it no longer counts.
  useEffect(() => setDraft(undefined), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const shown = draft ?? value;
  const text = shown === undefined ? 'not known' : valueText(shown, argument);

  return (
    <div class="slider">
      <label class="slider-label" for={id}>
        {command.label}
      </label>
      <output class="slider-value" for={id}>
        {text}
      </output>
      <input
        id={id}
        class="slider-input"
        type="range"
        min={argument.min}
        max={argument.max}
        step={stepOf(argument)}
        value={clamped(shown ?? argument.min, argument)}
        aria-valuetext={text}
        aria-describedby={describedBy}
        aria-disabled={disabled}
        onInput={(event) => setDraft(event.currentTarget.valueAsNumber)}
        onChange={(event) => {
          const chosen = event.currentTarget.valueAsNumber;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onSet(chosen), PAUSE);
        }}
      />
    </div>
  );
}
