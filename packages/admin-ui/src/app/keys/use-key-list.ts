import { useEffect } from 'preact/hooks';
import type { KeyList } from '../../wire/index.js';
import { live } from '../live.js';
import { type Resource, useResource } from '../use-resource.js';

/** Use comes in bursts, and is counted: one look at it shows all of a burst. Milliseconds. */
const GATHER = 1_000;

/** All keys, asked for again when one changes, and when one is used. */
export function useKeyList(): Resource<KeyList> {
  const list = useResource<KeyList>('/keys', { watch: 'keys' });
  const { reload } = list;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = live.on('audit', ({ record }) => {
      if (record.actor.kind !== 'key') return;
      timer ??= setTimeout(() => {
        timer = undefined;
        reload();
      }, GATHER);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [reload]);

  return list;
}
