import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import type { HouseView } from '../../wire/index.js';
import { live } from '../live.js';
import { withQuery } from '../path.js';
import { Field, Select } from '../ui/field.js';
import { Screen } from '../ui/screen.js';
import { EmptyState, ErrorNote, Loading, Note } from '../ui/states.js';
import { useResource } from '../use-resource.js';
import { findControls, foundText, type HouseSearch } from './house-filter.js';
import { createHouseStates, type HouseStates } from './house-states.js';
import { isOpen, openByDefault, type Toggled } from './open-rooms.js';
import { Room } from './room.js';
import { SeeAsSelect, SeenAs } from './see-as.js';
import './house.css';

/** The house, live: rooms, devices, states, simple control; as oneself or as a key sees it. */
export function HouseScreen(): JSX.Element {
  const as = new URLSearchParams(useSearch()).get('as') ?? '';
  const [path, navigate] = useLocation();
  const { data, problem, reload } = useResource<HouseView>('/house', {
    query: { as },
    watch: 'health',
  });
  const states = useStates(data);
  const seeAs = (key: string): void => navigate(withQuery(path, { as: key }), { replace: true });

  return (
    <Screen title="House" lead="Rooms and devices as they are right now.">
      {as === '' ? null : <SeenAs as={as} view={data} onBack={() => seeAs('')} />}
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined ? (
        problem === undefined && <Loading what="the house" />
      ) : (
        <House view={data} states={states} as={as} onSeeAs={seeAs} />
      )}
    </Screen>
  );
}

/** The states of what was read, kept up to date by what happens. */
function useStates(view: HouseView | undefined): HouseStates {
  const states = useMemo(createHouseStates, []);
  // Before the devices are drawn for the first time.
  useMemo(() => {
    if (view !== undefined) states.replace(view);
  }, [view, states]);
  useEffect(() => live.on('control', ({ control }) => states.change(control)), [states]);
  return states;
}

function House(props: {
  readonly view: HouseView;
  readonly states: HouseStates;
  readonly as: string;
  readonly onSeeAs: (as: string) => void;
}): JSX.Element {
  const { view, states, as, onSeeAs } = props;
  const [search, setSearch] = useState<HouseSearch>({ text: '', room: '' });
  const [toggled, setToggled] = useState<Toggled>(new Map());
  const isSearching = search.text.trim() !== '' || search.room !== '';
  const found = useMemo(() => findControls(view.rooms, search), [view, search]);
  const byDefault = useMemo(() => openByDefault(found.rooms, isSearching), [found, isSearching]);

  function look(change: Partial<HouseSearch>): void {
    setSearch({ ...search, ...change });
    // What was closed by hand would hide what is looked for.
    setToggled(new Map());
  }

  return (
    <>
      {view.phase === 'live' ? null : (
        <Note tone="warning" urgent>
          The Miniserver is not connected just now ({view.phase}). What you see may be old.
        </Note>
      )}
      <search class="house-search">
        <Field
          label="Search"
          type="search"
          required
          placeholder="Device, room or type"
          maxLength={200}
          value={search.text}
          onInput={(text) => look({ text })}
        />
        <Select
          label="Room"
          required
          value={search.room}
          options={[
            { value: '', text: 'All rooms' },
            ...view.rooms.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={(room) => look({ room })}
        />
        <SeeAsSelect as={as} onChange={onSeeAs} />
      </search>
      <output class="house-found">{foundText(found)}</output>
      {found.rooms.length === 0 ? (
        <Nothing isSearching={isSearching} />
      ) : (
        <div class="rooms">
          {found.rooms.map((room) => {
            const open = isOpen(room.id, toggled, byDefault);
            return (
              <Room
                key={room.id}
                room={room}
                states={states}
                isOpen={open}
                isReadOnly={as !== ''}
                onToggle={() => setToggled(new Map([...toggled, [room.id, !open]]))}
              />
            );
          })}
        </div>
      )}
    </>
  );
}

function Nothing({ isSearching }: { readonly isSearching: boolean }): JSX.Element {
  return isSearching ? (
    <EmptyState title="No device fits" icon="search">
      Search for a part of its name, its room or its type.
    </EmptyState>
  ) : (
    <EmptyState title="No devices" icon="house">
      Either the house has none yet, or none of them may be seen.
    </EmptyState>
  );
}
