import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import type { Activity } from '../../wire/index.js';
import { count } from '../format.js';
import { now } from '../now.js';
import { Button } from '../ui/button.js';
import { Screen, Section } from '../ui/screen.js';
import { EmptyState, ErrorNote, Loading } from '../ui/states.js';
import { useResource } from '../use-resource.js';
import { LatencyChart } from './latency-chart.js';
import { RequestsChart } from './requests-chart.js';
import { SharesTable } from './shares-table.js';
import { momentsOf, sharesOf } from './timeline.js';
import {
  activityQueryOf,
  type Choice,
  latencyText,
  PERIOD_NAMES,
  PERIODS,
  readChoice,
  shareText,
  widthText,
  writeChoice,
} from './words.js';
import './activity.css';

/** How often the charts are made anew. */
const PAUSE = 60_000;

/** What keys and tools did over time. */
export function ActivityScreen(): JSX.Element {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const choice = useMemo(() => readChoice(search), [search]);
  const { activity, problem, reload } = useActivity(choice);

  function choose(change: Partial<Choice>): void {
    const query = writeChoice({ ...choice, ...change });
    navigate(query === '' ? path : `${path}?${query}`, { replace: true });
  }

  return (
    <Screen
      title="Activity"
      lead="How much is asked of the house, what is refused, and how fast it answers."
      actions={
        <fieldset class="activity-choice">
          <legend class="visually-hidden">Period</legend>
          {PERIOD_NAMES.map((period) => (
            <Button
              key={period}
              pressed={choice.period === period}
              onClick={() => choose({ period })}
            >
              {PERIODS[period].label}
            </Button>
          ))}
        </fieldset>
      }
    >
      <Only choice={choice} activity={activity} onClear={(next) => navigate(`${path}?${next}`)} />
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {activity === undefined ? (
        problem === undefined && <Loading what="activity" />
      ) : (
        <Charts activity={activity} choice={choice} onChoose={choose} />
      )}
    </Screen>
  );
}

/** Asks again each minute; what was there stays until the newer answer has come. */
function useActivity(choice: Choice): {
  readonly activity: Activity | undefined;
  readonly problem: ReturnType<typeof useResource>['problem'];
  readonly reload: () => void;
} {
  const until = Math.ceil(now.value / PAUSE) * PAUSE;
  const { data, problem, reload } = useResource<Activity>('/activity', {
    query: { ...activityQueryOf(choice, until) },
  });
  const asked = writeChoice(choice);
  const last = useRef<{ readonly asked: string; readonly activity: Activity }>();
  if (data !== undefined) last.current = { asked, activity: data };
  const kept = last.current?.asked === asked ? last.current.activity : undefined;
  return { activity: data ?? kept, problem, reload };
}

/** Says that only one key or tool is shown, and how to see all again. */
function Only(props: {
  readonly choice: Choice;
  readonly activity: Activity | undefined;
  readonly onClear: (query: string) => void;
}): JSX.Element | null {
  const { choice, onClear } = props;
  const { key, tool, ...all } = choice;
  if (key === undefined && tool === undefined) return null;
  return (
    <div class="row">
      {[
        { what: 'key', name: key, rest: tool === undefined ? all : { ...all, tool } },
        { what: 'tool', name: tool, rest: key === undefined ? all : { ...all, key } },
      ].map(({ what, name, rest }) =>
        name === undefined ? null : (
          <Button key={what} icon="close" onClick={() => onClear(writeChoice(rest))}>
            {`Only ${what} `}
            <bdi class="mono">{name}</bdi>
            <span class="visually-hidden">: show all</span>
          </Button>
        ),
      )}
    </div>
  );
}

function Charts(props: {
  readonly activity: Activity;
  readonly choice: Choice;
  readonly onChoose: (change: Partial<Choice>) => void;
}): JSX.Element {
  const { activity, choice, onChoose } = props;
  const moments = useMemo(() => momentsOf(activity), [activity]);
  const shares = useMemo(() => sharesOf(activity), [activity]);
  const { bucketMs, total } = activity;
  return (
    <>
      <Totals total={total} />
      <Section title="Over time" lead={`One step is ${widthText(bucketMs)}.`}>
        <RequestsChart moments={moments} bucketMs={bucketMs} />
        <LatencyChart moments={moments} bucketMs={bucketMs} />
      </Section>
      <Section
        title={choice.by === 'key' ? 'By key' : 'By tool'}
        actions={
          <fieldset class="activity-choice">
            <legend class="visually-hidden">By key or by tool</legend>
            <Button pressed={choice.by === 'key'} onClick={() => onChoose({ by: 'key' })}>
              Keys
            </Button>
            <Button pressed={choice.by === 'tool'} onClick={() => onChoose({ by: 'tool' })}>
              Tools
            </Button>
          </fieldset>
        }
      >
        {shares.length === 0 ? (
          <EmptyState title="Nobody has asked anything" icon="activity">
            Whatever keys do stands here from the first request on.
          </EmptyState>
        ) : (
          <SharesTable shares={shares} choice={choice} />
        )}
      </Section>
    </>
  );
}

function Totals({ total }: { readonly total: Activity['total'] }): JSX.Element {
  const { requests, denied, failed, p50, p95 } = total;
  const share = (part: number): string => shareText(requests === 0 ? 0 : part / requests);
  const tiles: readonly (readonly [name: string, value: string, more?: string])[] = [
    ['Requests', count(requests)],
    ['Denied', count(denied), share(denied)],
    ['Failed', count(failed), share(failed)],
    ['Half within', latencyText(p50), 'p50'],
    ['95 % within', latencyText(p95), 'p95'],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value, more]) => (
        <div key={name} class="tile">
          <dt class="tile-name">{name}</dt>
          <dd class="tile-value">
            {value}
            {more === undefined ? null : <span class="tile-more"> {more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
