import type { JSX } from 'preact';
import { exactTime, isoTime, relativeTime } from '../format.js';
import { now } from '../now.js';

/** A moment: how long ago, and exactly on hovering; `both` shows both, for details. */
export function Time(props: {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly both?: boolean;
}): JSX.Element {
  const exact = exactTime(props.at);
  const relative = relativeTime(props.at, now.value);
  return (
    <time dateTime={isoTime(props.at)} title={exact}>
      {relative}
      {props.both === true ? <span class="time-exact"> · {exact}</span> : null}
    </time>
  );
}
