import { authInfoOf } from '../http/auth-info.js';
import type { Admitted } from '../http/gate.js';
import type { GateContext } from './types.js';

/** Tells handlers who calls. */
export function setCaller(c: GateContext, admitted: Admitted): void {
  c.set('principal', admitted.principal);
  c.set('authInfo', authInfoOf(admitted));
}

/** Adds what belongs to an admission to the handler's answer; `Vary` to what it has. */
export function addHeaders(c: GateContext, admitted: Admitted): void {
  for (const [name, value] of Object.entries(admitted.headers)) {
    c.header(name, value, { append: name === 'Vary' });
  }
}

/** Puts a response in the place of the handler's, with none of its headers. */
export function replaceResponse(c: GateContext, response: Response): void {
  c.res = undefined;
  c.res = response;
}
