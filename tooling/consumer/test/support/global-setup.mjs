import { build } from '../../../scripts/lib/build.mjs';

/** What is packed is what was built. */
export default async function setup() {
  if (!(await build(['@gatehouse/mcp-auth']))) throw new TypeError('the packages do not build');
}
