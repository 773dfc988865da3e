import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { HouseView, KeyList } from '../../wire/index.js';
import { Checkbox, Field } from '../ui/field.js';
import { Section } from '../ui/screen.js';
import { TagInput } from '../ui/tag-input.js';
import { useResource } from '../use-resource.js';
import { checkAddress } from './address-check.js';
import { allowedChoices, dateText } from './expiry.js';
import type { DraftProblems, KeyDraft } from './key-draft.js';

/** The form of a key, for new ones and for those that are there. */
export interface KeyFormProps {
  readonly draft: KeyDraft;
  readonly onChange: (draft: KeyDraft) => void;
  readonly problems: DraftProblems;
  readonly list: KeyList;
  readonly isNew: boolean;
}

/** Radio buttons with a sentence each. */
function Choices<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly text: string;
    readonly meaning?: string;
  }[];
  readonly onChange: (value: Value) => void;
  readonly problem?: string | undefined;
  readonly short?: boolean;
}): JSX.Element {
  const id = useId();
  const problemId = props.problem === undefined ? undefined : `${id}-problem`;
  return (
    <fieldset aria-describedby={problemId}>
      <legend class="group-label">{props.label}</legend>
      <div class={props.short === true ? 'choices choices-short' : 'choices'}>
        {props.choices.map(({ value, text, meaning }) => (
          <label class="choice" key={value}>
            <input
              type="radio"
              name={id}
              value={value}
              checked={value === props.value}
              aria-describedby={meaning === undefined ? undefined : `${id}-${value}`}
              onChange={() => props.onChange(value)}
            />
            <span class="choice-name">{text}</span>
            {meaning === undefined ? null : (
              <span class="choice-meaning" id={`${id}-${value}`} aria-hidden="true">
                {meaning}
              </span>
            )}
          </label>
        ))}
      </div>
      {props.problem === undefined ? null : (
        <p class="field-problem" id={problemId}>
          {props.problem}
        </p>
      )}
    </fieldset>
  );
}

function rolesOf(list: KeyList, current: string): KeyList['roles'] {
  // A role that the list does not know (any more) can be kept, and not be chosen anew.
  const isKnown = current === '' || list.roles.some(({ name }) => name === current);
  return isKnown ? list.roles : [...list.roles, { name: current, meaning: 'As it is now.' }];
}

/** Names of rooms and devices for typing; the form works without them. */
function useNames(): { readonly rooms: readonly string[]; readonly devices: readonly string[] } {
  const { data } = useResource<HouseView>('/house');
  const rooms = data?.rooms ?? [];
  const names = rooms.flatMap((room) => room.controls.map((control) => control.name));
  return { rooms: rooms.map(({ name }) => name), devices: [...new Set(names)].sort() };
}

/** What the key reaches. */
function ReachSection(props: KeyFormProps): JSX.Element {
  const { draft, problems } = props;
  const names = useNames();
  const set = (change: Partial<KeyDraft>) => props.onChange({ ...draft, ...change });
  const isDevice = draft.role === 'device';
  return (
    <Section
      title="Reach"
      lead={
        isDevice
          ? 'A device key sees and controls exactly what stands here.'
          : 'Leave these empty, and nothing is narrowed.'
      }
    >
      <div class="form-columns">
        <TagInput
          label="Rooms"
          hint="Everything in these rooms."
          tags={draft.rooms}
          suggestions={names.rooms}
          problem={problems.rooms}
          onChange={(rooms) => set({ rooms })}
        />
        <TagInput
          label="Devices"
          hint="Names or ids. Enter or a comma adds one."
          tags={draft.devices}
          suggestions={names.devices}
          problem={problems.devices}
          onChange={(devices) => set({ devices })}
        />
        <TagInput
          label="Addresses"
          hint="Addresses or networks from where it works, like 192.168.1.0/24. Empty: from anywhere."
          tags={draft.addresses}
          check={checkAddress}
          splitAtSpaces
          problem={problems.addresses}
          onChange={(addresses) => set({ addresses })}
        />
      </div>
    </Section>
  );
}

/** How long the key lives. */
function LifeSection(props: KeyFormProps): JSX.Element {
  const { draft, problems, list } = props;
  const set = (change: Partial<KeyDraft>) => props.onChange({ ...draft, ...change });
  const maxDays = draft.role === 'admin' ? undefined : list.maxDays;
  return (
    <Section
      title="Life"
      lead={
        maxDays === undefined ? undefined : `At most ${maxDays} days, as the security level says.`
      }
    >
      <Choices
        label="It works for"
        short
        value={draft.expiry}
        choices={allowedChoices(maxDays)}
        onChange={(expiry) => set({ expiry })}
      />
      <div class="form-columns">
        {draft.expiry === 'date' ? (
          <Field
            label="Last day"
            type="date"
            required
            min={dateText(Date.now())}
            value={draft.date}
            problem={problems.date}
            onInput={(date) => set({ date })}
          />
        ) : null}
        <Field
          label="Stops when unused for"
          hint="Days. Empty: it does not matter whether it is used."
          type="number"
          min="1"
          max="3650"
          value={draft.maxIdleDays}
          problem={problems.maxIdleDays}
          onInput={(maxIdleDays) => set({ maxIdleDays })}
        />
      </div>
    </Section>
  );
}

/** All fields, in the order in which one thinks of them. */
export function KeyForm(props: KeyFormProps): JSX.Element {
  const { draft, problems, list } = props;
  const set = (change: Partial<KeyDraft>) => props.onChange({ ...draft, ...change });
  return (
    <>
      <Section title="Who and what">
        <Field
          label="Name"
          hint="Whose key it is, or what for: “Claude on Anna’s laptop”."
          required
          maxLength={100}
          value={draft.name}
          problem={problems.name}
          onInput={(name) => set({ name })}
        />
        <Choices
          label="What it may do"
          value={draft.role}
          problem={problems.role}
          choices={rolesOf(list, draft.role).map(({ name, meaning }) => ({
            value: name,
            text: name,
            meaning,
          }))}
          onChange={(role) => set({ role })}
        />
        {draft.role === 'custom' ? (
          <TagInput
            label="Permissions"
            required
            hint="Like tool:loxone_device, room:Kitchen, risk:read or admin:audit; a ! before one denies it."
            tags={draft.permissions}
            splitAtSpaces={false}
            problem={problems.permissions}
            onChange={(permissions) => set({ permissions })}
          />
        ) : null}
        {props.isNew ? (
          <Checkbox
            label="Test key"
            hint="Marked as such in its text, so that nobody takes it for a real one."
            checked={draft.test}
            onChange={(test) => set({ test })}
          />
        ) : null}
      </Section>
      <ReachSection {...props} />
      <LifeSection {...props} />
    </>
  );
}
