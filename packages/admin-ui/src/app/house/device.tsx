import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { HouseControl } from '../../wire/index.js';
import { inWords } from '../format.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Choice } from './choice.js';
import { actOf, chooseOf, firstOf, isGrave, offeredBy, slideTo } from './commands.js';
import type { HouseStates } from './house-states.js';
import { Slider } from './slider.js';
import { type Acting, useAct } from './use-act.js';

/** A device: its name, its state in words, and what it can be told. */
export function Device(props: {
  readonly control: HouseControl;
  readonly states: HouseStates;
  /** Looking only. */
  readonly isReadOnly: boolean;
}): JSX.Element {
  const { control, states, isReadOnly } = props;
  const { state, values } = states.of(control.id).value;
  const acting = useAct(control);
  const nameId = useId();

  return (
    <li class="device">
      <div class="device-head">
        <h3 class="device-name" id={nameId}>
          <bdi>{control.name}</bdi>
        </h3>
        <span class="device-type" title={control.type}>
          {inWords(control.family)}
        </span>
      </div>
      <p class="device-state" dir="auto">
        {state === '' ? 'not known' : state}
      </p>
      {isReadOnly ? null : (
        <Commands control={control} values={values ?? {}} acting={acting} nameId={nameId} />
      )}
      <Confirmation acting={acting} name={control.name} />
    </li>
  );
}

function Commands(props: {
  readonly control: HouseControl;
  readonly values: NonNullable<HouseControl['values']>;
  readonly acting: Acting;
  /** Of the device's name. */
  readonly nameId: string;
}): JSX.Element {
  const { control, values, acting, nameId } = props;
  const [showsAll, setShowsAll] = useState(false);
  const offered = offeredBy(control.commands);
  const { first, more } = firstOf(offered);
  const { choices, sliders, buttons } = showsAll ? offered : first;

  return (
    <>
      {choices.map((command) => (
        <Choice
          key={command.name}
          command={command}
          isMain={command === first.choices[0]}
          value={values[command.name]}
          busy={acting.busy}
          describedBy={nameId}
          onChoose={(value) => acting.run(chooseOf(command, value))}
        />
      ))}
      {sliders.map((command) => (
        <Slider
          key={command.name}
          command={command}
          value={numberOf(values[command.name])}
          disabled={acting.busy}
          describedBy={nameId}
          onSet={(value) => acting.run(slideTo(command, value))}
        />
      ))}
      {buttons.length === 0 && more === 0 ? null : (
        <div class="device-buttons">
          {buttons.map((command) => (
            <Button
              key={command.name}
              describedBy={nameId}
              {...(isGrave(command.risk) ? { icon: 'warning' as const } : {})}
              onClick={() => acting.run(actOf(command))}
            >
              {command.label}
            </Button>
          ))}
          {more === 0 ? null : (
            <Button
              kind="quiet"
              expanded={showsAll}
              describedBy={nameId}
              onClick={() => setShowsAll(!showsAll)}
            >
              {showsAll ? 'Less' : `${more} more`}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function numberOf(value: number | string | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The house asks for a person's word. */
function Confirmation(props: {
  readonly acting: Acting;
  readonly name: string;
}): JSX.Element | null {
  const { acting, name } = props;
  const { asked, agree, cancel } = acting;
  if (asked === undefined) return null;
  return (
    <Dialog
      title={`Do this with ${name}?`}
      onClose={cancel}
      onSubmit={agree}
      actions={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button type="submit" kind="danger">
            Do it
          </Button>
        </>
      }
    >
      <p>This is what would happen:</p>
      <ol class="device-effects">
        {asked.effects.map((effect, index) => (
          <li key={`${index}:${effect}`} dir="auto">
            {effect}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
