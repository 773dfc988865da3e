// The suite imports `globSync` from `fs`, which came with Node 22, and uses it for skills only. On
// older versions it gets one that says so.
import { register } from 'node:module';

const stub = `export * from 'node:fs'; export { default } from 'node:fs';
export const globSync = () => { throw new Error('globSync needs Node 22'); };`;
const stubUrl = `data:text/javascript,${encodeURIComponent(stub)}`;

const hooks = `export async function resolve(specifier, context, next) {
  const isSuite = context.parentURL?.includes('/conformance/dist/') === true;
  if (isSuite && (specifier === 'fs' || specifier === 'node:fs')) {
    return { url: ${JSON.stringify(stubUrl)}, shortCircuit: true };
  }
  return next(specifier, context);
}`;

if (Number(process.versions.node.split('.')[0]) < 22) {
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}
