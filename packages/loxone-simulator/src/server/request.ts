import { decodeSegment } from '@gatehouse/loxone-protocol';

/** A command as it came, taken apart. The HTTP path and the text frame have the same form. */
export interface CommandRequest {
  /** Without a leading slash and without the query; what `control` echoes. */
  readonly control: string;
  /** `sys/getkey`, `sps/io`, `authwithtoken`, `data/LoxAPP3.json`: in lower case, no `dev/`. */
  readonly route: string;
  /** What follows the route, still percent-encoded. */
  readonly rest: string;
  readonly format: 'json' | 'xml';
  readonly query: ReadonlyMap<string, string>;
}

const COMMAND = /^(?<dev>j?dev)\/(?<group>[^/]*)(?:\/(?<name>[^/]*))?(?:\/(?<rest>.*))?$/is;

/** Takes a path or text frame apart: `jdev/sps/io/<uuid>/on?user=…`. */
export function parseRequest(text: string): CommandRequest {
  const path = text.replace(/^\//, '');
  const mark = path.indexOf('?');
  const control = mark === -1 ? path : path.slice(0, mark);
  const query = parseQuery(mark === -1 ? '' : path.slice(mark + 1));
  const { dev, group = '', name = '', rest = '' } = COMMAND.exec(control)?.groups ?? {};
  if (dev === undefined) return { control, ...plainRoute(control), format: 'json', query };
  const route = `${group}/${name}`.toLowerCase();
  return { control, route, rest, format: dev.toLowerCase() === 'dev' ? 'xml' : 'json', query };
}

/** The arguments, decoded one by one. */
export function argumentsOf(request: CommandRequest): readonly string[] {
  return request.rest === '' ? [] : request.rest.split('/').map(decodeSegment);
}

/** `authwithtoken/…`, `data/…`, `binstatisticdata/…`: commands without a `dev`. */
function plainRoute(control: string): { readonly route: string; readonly rest: string } {
  const [first = '', ...rest] = control.split('/');
  if (first.toLowerCase() === 'data') return { route: control.toLowerCase(), rest: '' };
  return { route: first.toLowerCase(), rest: rest.join('/') };
}

/** `+` stays `+`: session keys come as raw base64 (protocol reference §2.3). */
function parseQuery(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const name = at === -1 ? pair : pair.slice(0, at);
      return [name.toLowerCase(), at === -1 ? '' : decodeSegment(pair.slice(at + 1))];
    }),
  );
}
