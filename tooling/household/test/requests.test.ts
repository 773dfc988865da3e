import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Household, startHousehold } from '../src/household.js';
import { byt } from '../src/houses/byt.js';
import { lindenweg } from '../src/houses/lindenweg.js';
import type { HouseholdRequest, Step } from '../src/request.js';
import { CZECH_COMFORT, DEMO_COMFORT, GERMAN_COMFORT } from '../src/requests/comfort.js';
import { CZECH_COVERS, DEMO_COVERS, GERMAN_COVERS } from '../src/requests/covers.js';
import { CZECH_DEVICES, DEMO_DEVICES, GERMAN_DEVICES } from '../src/requests/devices.js';
import { CZECH_LIGHTS, DEMO_LIGHTS, GERMAN_LIGHTS } from '../src/requests/lights.js';
import { CZECH_QUESTIONS, DEMO_QUESTIONS, GERMAN_QUESTIONS } from '../src/requests/questions.js';

type Before = NonNullable<HouseholdRequest['before']>;
type Answer = Awaited<ReturnType<Household['call']>>;

interface House {
  readonly name: string;
  readonly structure?: unknown;
  readonly requests: readonly HouseholdRequest[];
}

const HOUSES: readonly House[] = [
  {
    name: 'the demo house',
    requests: [DEMO_LIGHTS, DEMO_COVERS, DEMO_COMFORT, DEMO_DEVICES, DEMO_QUESTIONS].flat(),
  },
  {
    name: 'a German family house',
    structure: lindenweg(),
    requests: [
      GERMAN_LIGHTS,
      GERMAN_COVERS,
      GERMAN_COMFORT,
      GERMAN_DEVICES,
      GERMAN_QUESTIONS,
    ].flat(),
  },
  {
    name: 'a Czech flat',
    structure: byt(),
    requests: [CZECH_LIGHTS, CZECH_COVERS, CZECH_COMFORT, CZECH_DEVICES, CZECH_QUESTIONS].flat(),
  },
];

describe.each(HOUSES)('$name', ({ structure, requests }) => {
  let household: Household;
  beforeAll(async () => {
    household = await startHousehold(structure);
  });
  afterAll(() => household.stop());

  async function ask(before: Before, calls: readonly Step[]): Promise<Answer> {
    for (const [control, states] of Object.entries(before)) {
      for (const [state, value] of Object.entries(states)) {
        await household.given(control, state, value);
      }
    }
    let answer: Answer = { text: '', structured: {} };
    for (const step of calls) answer = await household.call(step);
    return answer;
  }

  it.each(requests.map((request) => [request.says, request] as const))(
    'does what is asked: %s',
    async (_says, { calls, before = {}, after = {}, answers = [], fails }) => {
      const sent = household.sent();
      let answer = await ask(before, calls);
      // Its weather goes on meanwhile: what it has changed is given, and asked for, once more.
      const wasOvertaken = (): boolean => household.sent() === sent && !household.stands(before);
      for (let again = 0; again < 5 && wasOvertaken(); again += 1) {
        answer = await ask(before, calls);
      }
      const { error } = answer.structured as { readonly error?: { readonly code: string } };
      expect(error?.code, answer.text).toBe(fails);
      if (fails !== undefined) expect(household.sent(), 'nothing was sent').toBe(sent);
      for (const pattern of answers) expect(answer.text).toMatch(pattern);
      expect(await household.differences(after), answer.text).toEqual([]);
    },
  );
});
