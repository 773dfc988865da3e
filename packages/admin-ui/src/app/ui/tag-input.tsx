import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type FieldBase, FieldFrame } from './field.js';
import { Icon } from './icon.js';
import { addTags, type CheckTag } from './tags.js';

/** Several short texts: addresses, devices, rooms. */
export interface TagInputProps extends FieldBase {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  /** @returns What is wrong with a text; undefined when it may be added. */
  readonly check?: CheckTag;
  /** Offered while typing. */
  readonly suggestions?: readonly string[];
  readonly placeholder?: string;
  /** Whether spaces end a tag, as they do between addresses; names may hold them. */
  readonly splitAtSpaces?: boolean;
}

/**
 * Enter or a comma adds, and so does leaving the field; Backspace in the empty field takes the last
 * one back to change it; a pasted list is taken apart.
 */
export function TagInput(props: TagInputProps): JSX.Element {
  const [text, setText] = useState('');
  const [own, setOwn] = useState<string>();
  const listId = useId();

  function add(typed: string): void {
    const result = addTags(props.tags, typed, props);
    if (result.tags.length !== props.tags.length) props.onChange(result.tags);
    setText(result.rest);
    setOwn(result.problem);
  }

  function onKeyDown(event: JSX.TargetedKeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '' && props.tags.length > 0) {
      event.preventDefault();
      setText(props.tags.at(-1) ?? '');
      props.onChange(props.tags.slice(0, -1));
    }
  }

  return (
    <FieldFrame {...props} problem={own ?? props.problem}>
      {(control) => (
        <div class="tags input">
          {props.tags.map((tag) => (
            <span class="tag" key={tag}>
              <bdi class="tag-text">{tag}</bdi>
              <button
                type="button"
                class="tag-remove"
                aria-label={`Remove ${tag}`}
                disabled={props.disabled === true}
                onClick={() => props.onChange(props.tags.filter((one) => one !== tag))}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
          <input
            {...control}
            required={false}
            aria-required={control.required}
            class="tags-input"
            value={text}
            dir="auto"
            list={props.suggestions === undefined ? undefined : listId}
            placeholder={props.tags.length === 0 ? props.placeholder : undefined}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => {
              const { value } = event.currentTarget;
              setOwn(undefined);
              if (/[,;\n]/.test(value)) add(value);
              else setText(value);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              if (text.trim() !== '') add(text);
            }}
          />
          {props.suggestions === undefined ? null : (
            <datalist id={listId}>
              {props.suggestions
                .filter((one) => !props.tags.includes(one))
                .map((one) => (
                  <option key={one} value={one} />
                ))}
            </datalist>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
