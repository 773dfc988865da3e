import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** What all fields of a form share. */
export interface FieldBase {
  readonly label: string;
  /** What belongs in, in a sentence. */
  readonly hint?: ComponentChildren;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

/** What the control inside a field must carry, so that label, hint and problem are read with it. */
export interface ControlProps {
  readonly id: string;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** Label, control, hint and problem, tied together. */
export function FieldFrame(
  props: FieldBase & { readonly children: (control: ControlProps) => ComponentChildren },
): JSX.Element {
  const id = useId();
  const hasHint = props.hint !== undefined;
  const hasProblem = props.problem !== undefined;
  const describedBy = [hasHint ? `${id}-hint` : '', hasProblem ? `${id}-problem` : '']
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div class={hasProblem ? 'field field-wrong' : 'field'}>
      <label class="field-label" for={id}>
        {props.label}
        {props.required === true ? null : <span class="field-optional"> optional</span>}
      </label>
      {props.children({
        id,
        required: props.required === true,
        disabled: props.disabled === true,
        'aria-invalid': hasProblem,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
      })}
      {hasHint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      ) : null}
      {hasProblem ? (
        <p class="field-problem" id={`${id}-problem`}>
          {props.problem}
        </p>
      ) : null}
    </div>
  );
}

/** A field of one line of text, or of a number, a date, a password. */
export interface TextFieldProps extends FieldBase {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'date' | 'datetime-local' | 'number' | 'search';
  readonly maxLength?: number;
  readonly min?: string;
  readonly max?: string;
  readonly placeholder?: string;
  readonly autocomplete?: 'off' | 'current-password';
}

/** One line of text. */
export function Field(props: TextFieldProps): JSX.Element {
  return (
    <FieldFrame {...props}>
      {(control) => (
        <input
          {...control}
          class="input"
          type={props.type ?? 'text'}
          value={props.value}
          maxLength={props.maxLength}
          min={props.min}
          max={props.max}
          placeholder={props.placeholder}
          autocomplete={props.autocomplete ?? 'off'}
          spellcheck={false}
          dir={props.type === undefined || props.type === 'text' ? 'auto' : undefined}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

/** One of several, in a list that opens. */
export interface SelectProps<Value extends string> extends FieldBase {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** Chooses one of several. */
export function Select<Value extends string>(props: SelectProps<Value>): JSX.Element {
  return (
    <FieldFrame {...props}>
      {(control) => (
        <select
          {...control}
          class="input select"
          value={props.value}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            const option = props.options.find((one) => one.value === chosen);
            if (option !== undefined) props.onChange(option.value);
          }}
        >
          {props.options.map(({ value, text }) => (
            <option key={value} value={value} selected={value === props.value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** Yes or no. */
export function Checkbox(props: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      {props.hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}
