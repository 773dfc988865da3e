import { build } from '../../../scripts/lib/build.mjs';

/** The browser gets the page and the server as they are shipped, so these are built first. */
export default async function setup() {
  if (process.env.GATEHOUSE_BUILT === '1') return;
  if (!(await build(['./packages/admin-ui', './apps/server']))) {
    throw new TypeError('the page or the server does not build');
  }
}
