import type { HomeControl, HomeInfo, HomeState } from '@gatehouse/loxone-controls';
import type { ToolCall } from '../define-tool.js';
import { membersOf } from '../house/members.js';
import { wallTimeIn } from '../text/wall-time.js';

/** What a planner may read of the house besides the control that it plans for. */
export interface HouseView {
  readonly temperatureUnit: HomeInfo['temperatureUnit'];
  /** Epoch milliseconds. */
  now(): number;
  control(id: string): HomeControl | undefined;
  states(id: string): readonly HomeState[];
  /** What a central control moves, as far as the house shows it. */
  members(control: HomeControl): readonly HomeControl[];
  /**
   * What the clock of the house will show in some seconds, as the Miniserver counts time: seconds
   * since 2009-01-01 00:00 there.
   *
   * @returns `undefined` where nobody knows the time zone of the house.
   */
  houseTimeIn(seconds: number): number | undefined;
}

/** Unix time at which the Miniserver begins to count. */
const YEAR_2009 = 1_230_768_000;

/** The house as the call at hand sees it. */
export function houseView({
  home,
  index,
  clock,
  ports,
}: Pick<ToolCall, 'home' | 'index' | 'clock' | 'ports'>): HouseView {
  return {
    temperatureUnit: home.info()?.temperatureUnit ?? '°C',
    now: () => clock.now(),
    control: (id) => index.byId(id)?.control,
    states: (id) => home.states(id),
    members: (control) => membersOf(control, index).flatMap(({ entry }) => entry?.control ?? []),
    houseTimeIn(seconds) {
      const zone = ports.data?.timeZone();
      const at = clock.now() + seconds * 1000;
      return zone === undefined ? undefined : Math.round(wallTimeIn(zone)(at) / 1000) - YEAR_2009;
    },
  };
}
