import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AuditPage } from '../../wire/index.js';
import { meaningOf } from '../audit/words.js';
import { inWords } from '../format.js';
import { live } from '../live.js';
import { Section } from '../ui/screen.js';
import { Badge, ErrorNote, Loading, type Tone } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { useResource } from '../use-resource.js';

const LIMIT = 8;
const TONES: Readonly<Record<string, Tone>> = { success: 'good', denied: 'warning', failed: 'bad' };

/** What the trail says of this key lately, as it happens. */
export function KeyTrail({ id }: { readonly id: string }): JSX.Element {
  const { data, problem, reload } = useResource<AuditPage>('/audit', {
    query: { text: id, limit: LIMIT },
  });

  useEffect(
    () =>
      live.on('audit', ({ record }) => {
        if (record.actor.id === id || record.target === id) reload();
      }),
    [id, reload],
  );

  return (
    <Section title="Recent events">
      {problem === undefined ? null : <ErrorNote problem={problem} retry={reload} />}
      {data === undefined && problem === undefined ? <Loading what="events" /> : null}
      {data?.records.length === 0 ? <p class="soft">Nothing yet.</p> : null}
      {data === undefined || data.records.length === 0 ? null : (
        <ol>
          {data.records.map((record) => (
            <li class="trail-line" key={record.sequence}>
              <Badge tone={TONES[record.outcome] ?? 'neutral'}>{inWords(record.outcome)}</Badge>
              <span title={record.type}>{meaningOf(record.type)}</span>
              {record.target === undefined || record.target === id ? null : (
                <bdi class="soft small">{record.target}</bdi>
              )}
              {record.reason === undefined ? null : <bdi class="soft small">{record.reason}</bdi>}
              <Time at={record.at} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
