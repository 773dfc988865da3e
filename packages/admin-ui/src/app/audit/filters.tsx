import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/button.js';
import { Field, Select } from '../ui/field.js';
import type { ActorChoice } from './actors.js';
import {
  type AuditFilter,
  isFiltered,
  NO_FILTER,
  OUTCOMES,
  PERIODS,
  type Period,
} from './filter.js';
import { outcomeText, typeChoices } from './words.js';

/** After so long without a key the search begins; milliseconds. */
const PAUSE = 300;

const PERIOD_WORDS: Readonly<Record<Period, string>> = {
  any: 'Any time',
  hour: 'The last hour',
  day: 'The last 24 hours',
  week: 'The last 7 days',
  month: 'The last 30 days',
  custom: 'From day to day…',
};

/** What the reader looks for. Choices hold at once, typed words after a moment. */
export function AuditFilters(props: {
  readonly filter: AuditFilter;
  readonly types: readonly string[];
  readonly actors: readonly ActorChoice[];
  readonly onChange: (filter: AuditFilter) => void;
}): JSX.Element {
  const { filter, types, actors, onChange } = props;
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const typed = useTyped(filter, onChange);
  const more = (['type', 'actor', 'outcome'] as const).filter((name) => filter[name] !== '').length;
  const active = more + (filter.period === 'any' ? 0 : 1);
  const choose = (change: Partial<AuditFilter>): void =>
    onChange({ ...filter, text: typed.text, ...change });

  return (
    <search class="audit-filters">
      <div class="audit-search">
        <Field
          label="Search"
          type="search"
          required
          placeholder="Name, device, address, reason…"
          maxLength={200}
          value={typed.text}
          onInput={typed.type}
        />
        <div class="audit-filters-toggle">
          <Button expanded={isOpen} controls={id} onClick={() => setIsOpen(!isOpen)}>
            {active === 0 ? 'Filters' : `Filters (${active})`}
          </Button>
        </div>
      </div>
      <div class={isOpen ? 'audit-choices audit-choices-open' : 'audit-choices'} id={id}>
        <Select
          label="Event"
          required
          value={filter.type}
          options={[
            { value: '', text: 'All events' },
            ...typeChoices(withChosen(types, filter.type)).map(({ type, label }) => ({
              value: type,
              text: label,
            })),
          ]}
          onChange={(type) => choose({ type })}
        />
        <Select
          label="Outcome"
          required
          value={filter.outcome}
          options={[
            { value: '', text: 'All outcomes' },
            ...OUTCOMES.map((one) => ({ value: one, text: outcomeText(one) })),
          ]}
          onChange={(outcome) => choose({ outcome })}
        />
        <Select
          label="Actor"
          required
          value={filter.actor}
          options={[
            { value: '', text: 'All actors' },
            ...actors.map(({ id, label }) => ({ value: id, text: label })),
          ]}
          onChange={(actor) => choose({ actor })}
        />
        <Select
          label="Period"
          required
          value={filter.period}
          options={PERIODS.map((one) => ({ value: one, text: PERIOD_WORDS[one] }))}
          onChange={(period) => choose({ period, from: '', to: '' })}
        />
        {filter.period === 'custom' ? (
          <>
            <Field
              label="From"
              required
              type="date"
              value={filter.from}
              {...(filter.to === '' ? {} : { max: filter.to })}
              onInput={(from) => choose({ from })}
            />
            <Field
              label="To"
              required
              type="date"
              value={filter.to}
              {...(filter.from === '' ? {} : { min: filter.from })}
              onInput={(to) => choose({ to })}
            />
          </>
        ) : null}
        {isFiltered(filter) ? (
          <div class="audit-clear">
            <Button kind="quiet" icon="close" onClick={() => onChange(NO_FILTER)}>
              Clear filters
            </Button>
          </div>
        ) : null}
      </div>
    </search>
  );
}

/** A type from the address stays chosen, whether or not the server has said that it exists. */
function withChosen(types: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || types.includes(chosen) ? types : [...types, chosen];
}

interface Typed {
  /** As it stands in the field. */
  readonly text: string;
  readonly type: (text: string) => void;
}

/** What is being typed: shown at once, looked for after a pause. */
function useTyped(filter: AuditFilter, onChange: (filter: AuditFilter) => void): Typed {
  const [text, setText] = useState(filter.text);
  const latest = useRef(onChange);
  latest.current = onChange;
  const sent = useRef(filter.text);

  // Whatever changes the filter from outside (a link, Back) shows in the field; what the field itself
  // has sent must not take away a letter that was typed meanwhile.
  useEffect(() => {
    if (filter.text !== sent.current) setText(filter.text);
    sent.current = filter.text;
  }, [filter.text]);
  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current({ ...filter, text });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, filter]);

  return { text, type: setText };
}
