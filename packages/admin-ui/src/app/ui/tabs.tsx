import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

/** Several contents in one place. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index, last) => (index === last ? 0 : index + 1),
  ArrowLeft: (index, last) => (index === 0 ? last : index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** One is seen at a time; the arrow keys go from one to the next. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly Tab[];
}): JSX.Element {
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const current = props.tabs[chosen];

  function onKeyDown(event: JSX.TargetedKeyboardEvent<HTMLDivElement>): void {
    const next = STEPS[event.key]?.(chosen, props.tabs.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  }

  return (
    <div class="stack">
      <div
        class="tabs"
        role="tablist"
        aria-label={props.label}
        ref={list}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {props.tabs.map((tab, index) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.id}`}
            class="tab"
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {current === undefined ? null : (
        <div
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab-${current.id}`}
          key={current.id}
        >
          {current.content}
        </div>
      )}
    </div>
  );
}
