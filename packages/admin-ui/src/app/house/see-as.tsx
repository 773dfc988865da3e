import type { JSX } from 'preact';
import type { HouseView, KeyList } from '../../wire/index.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { Note } from '../ui/states.js';
import { useResource } from '../use-resource.js';

/** Chooses through whose eyes the house is seen. Who may not see the keys has no choice. */
export function SeeAsSelect(props: {
  /** A key's id; empty: oneself. */
  readonly as: string;
  readonly onChange: (as: string) => void;
}): JSX.Element | null {
  const { as, onChange } = props;
  const { data } = useResource<KeyList>('/keys', { watch: 'keys' });
  if (data === undefined && as === '') return null;
  const keys = (data?.keys ?? []).filter(({ id, status }) => status === 'active' || id === as);
  const known = keys.some(({ id }) => id === as);
  return (
    <Select
      label="See as"
      required
      value={as}
      options={[
        { value: '', text: 'Yourself' },
        ...(as === '' || known ? [] : [{ value: as, text: as }]),
        ...keys.map(({ id, name, role }) => ({ value: id, text: `${name} (${role}, ${id})` })),
      ]}
      onChange={onChange}
    />
  );
}

/** Says through whose eyes the house is seen, and how to get back. */
export function SeenAs(props: {
  readonly as: string;
  readonly view: HouseView | undefined;
  readonly onBack: () => void;
}): JSX.Element {
  const { as, view, onBack } = props;
  return (
    <Note
      tone="warning"
      actions={
        <Button icon="back" onClick={onBack}>
          See it as yourself
        </Button>
      }
    >
      <p>
        You see the house as <bdi class="house-as">{view?.principal.name ?? as}</bdi>{' '}
        {view === undefined ? null : `(${view.principal.role}) `}
        would. Nothing can be controlled from here meanwhile.
      </p>
    </Note>
  );
}
