import type { ComponentChildren, JSX } from 'preact';
import type { KeyView } from '../../wire/index.js';
import { count, plural } from '../format.js';
import { path } from '../path.js';
import { ScreenLink } from '../ui/link.js';
import { Facts, Section } from '../ui/screen.js';
import { Time } from '../ui/time.js';

type Fact = readonly [name: string, value: ComponentChildren];

function tags(values: readonly string[], none: string): ComponentChildren {
  if (values.length === 0) return <span class="soft">{none}</span>;
  return (
    <ul class="taglist">
      {values.map((value) => (
        <li class="tag" key={value}>
          <bdi>{value}</bdi>
        </li>
      ))}
    </ul>
  );
}

function moment(at: number | undefined, none: string): ComponentChildren {
  return at === undefined ? <span class="soft">{none}</span> : <Time at={at} both />;
}

function keyLink(id: string): ComponentChildren {
  return (
    <ScreenLink to={path`/admin/keys/${id}`} class="link mono">
      {id}
    </ScreenLink>
  );
}

function rightsOf(key: KeyView): readonly Fact[] {
  const everything = key.role === 'device' ? 'none' : 'all that the role may';
  const facts: readonly Fact[] = [
    ['Role', key.role],
    ['Rooms', tags(key.rooms, everything)],
    ['Devices', tags(key.devices, everything)],
    ['Addresses', tags(key.addresses, 'from anywhere')],
  ];
  return key.permissions.length === 0
    ? facts
    : [...facts, ['Permissions', tags(key.permissions, 'none')]];
}

function lifeOf(key: KeyView): readonly Fact[] {
  const { maxIdleDays, notBefore, replaces, replacedBy } = key;
  return [
    ['Expires', moment(key.expiresAt, 'never')],
    ...(notBefore === undefined ? [] : ([['Valid from', moment(notBefore, '')]] as const)),
    ...(maxIdleDays === undefined
      ? []
      : ([['Stops when unused for', plural(maxIdleDays, 'day')]] as const)),
    [
      'Made',
      <>
        <Time at={key.createdAt} both /> <span class="soft small">by</span>{' '}
        <bdi class="mono">{key.createdBy}</bdi>
      </>,
    ],
    ...(replaces === undefined ? [] : ([['Replaces', keyLink(replaces)]] as const)),
    ...(replacedBy === undefined ? [] : ([['Replaced by', keyLink(replacedBy)]] as const)),
  ];
}

function usageOf({ usage }: KeyView): readonly Fact[] {
  return [
    ['Uses', count(usage.uses)],
    ['Refused', count(usage.failures)],
    ['First used', moment(usage.firstUsedAt, 'never')],
    ['Last used', moment(usage.lastUsedAt, 'never')],
    [
      'Last address',
      usage.lastAddress === undefined ? (
        <span class="soft">none</span>
      ) : (
        <span class="mono">{usage.lastAddress}</span>
      ),
    ],
  ];
}

/** What a key may, how long it lives and how it was used. */
export function KeyFacts({ keyView }: { readonly keyView: KeyView }): JSX.Element {
  return (
    <>
      <Section title="Rights">
        <Facts facts={rightsOf(keyView)} />
      </Section>
      <Section title="Life">
        <Facts facts={lifeOf(keyView)} />
      </Section>
      <Section title="Usage">
        <Facts facts={usageOf(keyView)} />
      </Section>
    </>
  );
}
