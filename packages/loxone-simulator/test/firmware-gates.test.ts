import { describe, expect, it } from 'vitest';
import { login } from './support/logins.js';
import { get, start } from './support/simulators.js';

/** Commands that came with a firmware, asked of the one before it and of the first that has it. */
describe('older firmware does not know what came later', () => {
  it.each([
    ['13.0.9.9', 404],
    ['13.1.0.0', 200],
  ])('statistics of the second generation: %s answers %d', async (firmware, expected) => {
    const simulator = await start({ firmware });
    const meter = simulator.house.controls().find(({ type }) => type === 'Meter');
    const { status } = await get(simulator, `jdev/sps/getStatisticInfo/${meter?.id}`);
    expect(status).toBe(expected);
    const rows = await get(simulator, `dev/sps/getStatistic/${meter?.id}/raw/0/1/all/1`);
    expect(rows.status).toBe(expected);
  });

  it.each([
    ['15.9.9.9', 404],
    ['16.0.0.0', 500],
  ])('trying the visualisation password: %s answers %d', async (firmware, expected) => {
    const { talk } = await login(await start({ firmware }));
    expect((await talk.ask('jdev/sps/checkuservisupwd/00')).code).toBe(expected);
  });

  it.each([
    ['14.4.9.9', '0'],
    ['14.5.0.0', []],
  ])('the history of a control: %s answers %o', async (firmware, expected) => {
    const simulator = await start({ firmware });
    const { talk } = await login(simulator);
    const door = simulator.house.control('Front Door');
    expect((await talk.ask(`jdev/sps/io/${door?.id}/getHistory`)).value).toEqual(expected);
    expect((await talk.ask(`jdev/sps/io/nothing/getHistory`)).code).toBe(404);
  });
});
