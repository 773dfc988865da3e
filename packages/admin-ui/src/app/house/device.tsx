import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { HouseCommand, HouseControl } from '../../wire/index.js';
import { inWords } from '../format.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { actOf, isGrave, offeredBy } from './commands.js';
import type { HouseStates } from './house-states.js';
import { Slider } from './slider.js';
import { type Acting, useAct } from './use-act.js';

/** So many buttons stand beside a device; the others come when they are called. */
const FEW = 4;

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
  const { buttons, sliders } = offeredBy(isReadOnly ? [] : control.commands);

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
      {sliders.map((command) => (
        <Slider
          key={command.name}
          command={command}
          value={values?.[command.name]}
          disabled={acting.busy}
          describedBy={nameId}
          onSet={(value) => acting.run(actOf(command, value))}
        />
      ))}
      <CommandButtons buttons={buttons} acting={acting} describedBy={nameId} />
      <Confirmation acting={acting} name={control.name} />
    </li>
  );
}

function CommandButtons(props: {
  readonly buttons: readonly HouseCommand[];
  readonly acting: Acting;
  readonly describedBy: string;
}): JSX.Element | null {
  const { buttons, acting, describedBy } = props;
  const [showsAll, setShowsAll] = useState(false);
  if (buttons.length === 0) return null;
  const hasMore = buttons.length > FEW + 1;
  const shown = showsAll || !hasMore ? buttons : buttons.slice(0, FEW);
  return (
    <div class="device-buttons">
      {shown.map((command) => (
        <Button
          key={command.name}
          describedBy={describedBy}
          {...(isGrave(command.risk) ? { icon: 'warning' as const } : {})}
          onClick={() => acting.run(actOf(command))}
        >
          {command.label}
        </Button>
      ))}
      {hasMore ? (
        <Button
          kind="quiet"
          expanded={showsAll}
          describedBy={describedBy}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Less' : `${buttons.length - FEW} more`}
        </Button>
      ) : null}
    </div>
  );
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
