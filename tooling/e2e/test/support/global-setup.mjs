import { build } from '../../../scripts/lib/build.mjs';

/** The end-to-end tests run the programs as they are shipped, so these are built first. */
export default async function setup() {
  if (!(await build(['./apps/*']))) throw new TypeError('the programs do not build');
}
