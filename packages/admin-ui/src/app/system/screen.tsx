import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Health, Settings } from '../../wire/index.js';
import { bytes, count, duration, inWords } from '../format.js';
import { now } from '../now.js';
import { Field } from '../ui/field.js';
import { Facts, Screen, Section } from '../ui/screen.js';
import { Badge, ErrorNote, Loading, Note } from '../ui/states.js';
import { type Column, Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { type Resource, useResource } from '../use-resource.js';
import { LEVELS, phaseWords, setFirst, worstFirst } from './words.js';

type Setting = Settings['settings'][number];

/** Memory and time run on without an announcement. */
const LOOK_AGAIN = 30_000;

function Findings({ settings }: { readonly settings: Settings }): JSX.Element {
  const findings = worstFirst(settings.findings);
  const bad = findings.filter(({ level }) => level !== 'good').length;
  return (
    <Section
      title="Findings"
      lead={
        bad === 0 ? 'Nothing could be better.' : `${bad} of ${findings.length} could be better.`
      }
    >
      <ul class="findings">
        {findings.map((finding) => (
          <li class="finding" key={finding.text}>
            <Badge tone={LEVELS[finding.level].tone}>{LEVELS[finding.level].word}</Badge>
            <div class="finding-text">
              <p>{finding.text}</p>
              {finding.cure === undefined ? null : <p class="soft small">{finding.cure}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Miniserver({ health }: { readonly health: Health }): JSX.Element {
  const { miniserver } = health;
  const phase = phaseWords(miniserver.phase);
  const known = (value: string | undefined) =>
    value === undefined ? <span class="soft">unknown</span> : <bdi>{value}</bdi>;
  return (
    <Section title="Miniserver">
      {miniserver.problem === undefined ? null : (
        <Note tone="bad">
          <p>{miniserver.problem}</p>
        </Note>
      )}
      <Facts
        facts={[
          [
            'Connection',
            <span class="row">
              <Badge tone={phase.tone}>{phase.word}</Badge>
              {miniserver.since === undefined ? null : (
                <span class="soft small">
                  since <Time at={miniserver.since} />
                </span>
              )}
            </span>,
          ],
          ['Name', known(miniserver.name)],
          ['Address', known(miniserver.host)],
          ['Serial number', known(miniserver.serial)],
          ['Firmware', known(miniserver.firmware)],
          ['Devices', count(miniserver.controls)],
          ['Rooms', count(miniserver.rooms)],
        ]}
      />
    </Section>
  );
}

function Server({ health }: { readonly health: Health }): JSX.Element {
  const { masterKey } = health;
  return (
    <Section title="Server">
      <Facts
        facts={[
          ['Version', `${health.version} on Node ${health.node}`],
          [
            'Running',
            <>
              {duration(now.value - health.startedAt)}
              <span class="soft small">
                {' '}
                since <Time at={health.startedAt} both />
              </span>
            </>,
          ],
          ['Memory', bytes(health.memoryBytes)],
          ['Security level', inWords(health.securityLevel)],
          [
            'Audit trail',
            <Badge tone={health.audit === 'writing' ? 'good' : 'bad'}>
              {inWords(health.audit)}
            </Badge>,
          ],
          ['Keys are kept in', <bdi class="mono">{health.keyStore}</bdi>],
          [
            'Master key',
            masterKey === undefined ? (
              <span class="soft">none</span>
            ) : (
              <>
                <span class="mono">{masterKey.id}</span>{' '}
                <span class="soft small">from {masterKey.source}</span>
              </>
            ),
          ],
        ]}
      />
    </Section>
  );
}

const COLUMNS: readonly Column<Setting>[] = [
  {
    id: 'name',
    title: 'Setting',
    primary: true,
    cell: ({ name, meaning }) => (
      <>
        <span class="cell-title mono">{name}</span>
        <span class="cell-sub">{meaning}</span>
      </>
    ),
  },
  {
    id: 'value',
    title: 'Value',
    cell: ({ value }) =>
      value === undefined ? <span class="soft">not set</span> : <bdi class="mono">{value}</bdi>,
  },
  {
    id: 'origin',
    title: 'From',
    cell: ({ origin }) =>
      origin === 'default' ? <span class="soft">{origin}</span> : <span>{origin}</span>,
  },
];

function SettingsTable({ settings }: { readonly settings: Settings }): JSX.Element {
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  const found = setFirst(settings.settings).filter(({ name, meaning }) =>
    `${name}\n${meaning}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Section
      title="Settings in force"
      lead="They are set by flags, the environment or the configuration file, and read at the start."
    >
      <Field label="Search in settings" type="search" required value={text} onInput={setText} />
      {found.length === 0 ? (
        <p class="soft">No setting fits.</p>
      ) : (
        <Table caption="Settings" columns={COLUMNS} rows={found} rowKey={({ name }) => name} />
      )}
    </Section>
  );
}

/** The error of a request, or that it is on its way. */
function Pending<T>(props: {
  readonly resource: Resource<T>;
  readonly what: string;
}): JSX.Element | null {
  const { data, problem, reload } = props.resource;
  if (problem !== undefined) return <ErrorNote problem={problem} retry={reload} />;
  return data === undefined ? <Loading what={props.what} /> : null;
}

/** How the server and the Miniserver are, what could be better, and the settings in force. */
export function SystemScreen(): JSX.Element {
  const health = useResource<Health>('/health', { watch: 'health' });
  const settings = useResource<Settings>('/settings');
  const { reload } = health;
  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Screen title="System" lead="How the server and the Miniserver are, and the settings in force.">
      <Pending resource={health} what="health" />
      {health.data === undefined ? null : <Miniserver health={health.data} />}
      {settings.data === undefined ? null : <Findings settings={settings.data} />}
      {health.data === undefined ? null : <Server health={health.data} />}
      <Pending resource={settings} what="settings" />
      {settings.data === undefined ? null : <SettingsTable settings={settings.data} />}
    </Screen>
  );
}
