import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { plural } from '../format.js';
import { Button } from '../ui/button.js';
import { Device } from './device.js';
import type { HouseRoom } from './house-filter.js';
import type { HouseStates } from './house-states.js';
import { ROOM_AT_ONCE } from './open-rooms.js';

/** A room: its devices are made when it is opened, not before. */
export function Room(props: {
  readonly room: HouseRoom;
  readonly states: HouseStates;
  readonly isOpen: boolean;
  readonly isReadOnly: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  const { room, states, isOpen, isReadOnly, onToggle } = props;
  const id = useId();
  return (
    <section class="room" aria-labelledby={`${id}-name`}>
      <h2 class="room-head">
        <button
          type="button"
          class="room-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-devices` : undefined}
          onClick={onToggle}
        >
          <span class="room-name" id={`${id}-name`}>
            <bdi>{room.name}</bdi>
          </span>
          <span class="room-count">{plural(room.controls.length, 'device')}</span>
        </button>
      </h2>
      {isOpen ? (
        <div id={`${id}-devices`}>
          <Devices room={room} states={states} isReadOnly={isReadOnly} />
        </div>
      ) : null}
    </section>
  );
}

function Devices(props: {
  readonly room: HouseRoom;
  readonly states: HouseStates;
  readonly isReadOnly: boolean;
}): JSX.Element {
  const { room, states, isReadOnly } = props;
  const [most, setMost] = useState(ROOM_AT_ONCE);
  const { controls } = room;
  if (controls.length === 0) return <p class="room-empty">No devices in this room.</p>;
  return (
    <>
      <ul class="devices">
        {controls.slice(0, most).map((control) => (
          <Device key={control.id} control={control} states={states} isReadOnly={isReadOnly} />
        ))}
      </ul>
      {controls.length <= most ? null : (
        <div class="room-more">
          <Button onClick={() => setMost(most + ROOM_AT_ONCE)}>
            {`${Math.min(ROOM_AT_ONCE, controls.length - most)} more of ${controls.length}`}
          </Button>
        </div>
      )}
    </>
  );
}
