import { describe, expect, it } from 'vitest';
import { loadDriver } from '../src/driver.js';
import { errorOf } from './support/errors.js';

describe('better-sqlite3', () => {
  it('is loaded where it is installed', async () => {
    const driver = await loadDriver();
    const database = new driver(':memory:', {});
    expect(database.prepare<number>('SELECT 1').pluck().get()).toBe(1);
    database.close();
  });

  it('is asked for when it is not installed', async () => {
    const missing = (): Promise<never> =>
      Promise.reject(Object.assign(new TypeError('no'), { code: 'ERR_MODULE_NOT_FOUND' }));
    const error = await errorOf(loadDriver(missing), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('npm install better-sqlite3@12');
  });

  it.each([
    [
      'was not built',
      class {
        constructor() {
          throw new TypeError('Could not locate the bindings file');
        }
      },
    ],
    ['is something else', { prepare: 'x' }],
    ['is nothing', undefined],
  ])('is to be built again when its native part %s', async (_, exported) => {
    const loading = loadDriver(async () => ({ default: exported }));
    const error = await errorOf(loading, 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('npm rebuild better-sqlite3');
  });
});
