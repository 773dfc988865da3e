import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { TOOLS } from './support/call.js';
import { listed, tokensOf } from './support/tokens.js';

/** All tools that a server has by default; their order is theirs. */
const NAMES = [
  'loxone_overview',
  'loxone_search',
  'loxone_get_state',
  'loxone_describe_control',
  'loxone_history',
  'loxone_events',
  'loxone_energy',
  'loxone_weather',
  'loxone_diagnostics',
  'loxone_wait_for',
  'loxone_control_lights',
  'loxone_control_covers',
  'loxone_set_climate',
  'loxone_control_media',
  'loxone_control_device',
  'loxone_activate_scene',
  'loxone_batch',
  'loxone_control_access',
];

const OPT_IN = ['loxone_manage_scenes', 'loxone_send_command', 'loxone_admin'] as const;

interface Actions {
  readonly action?: { readonly enum?: readonly string[] };
}

/** What the whole list may cost, by a public tokenizer (o200k). */
const BUDGET = 6500;

const RISKS: Readonly<Record<string, string>> = { loxone_control_access: 'access' };

/** Tools of which the same call made twice does more than made once, and by what. */
const NOT_IDEMPOTENT: Readonly<Record<string, string>> = {
  loxone_control_lights: 'toggle, brighter, darker, next_mood, previous_mood, pulse',
  loxone_control_media: 'toggle, next, previous, volume_up, volume_down, announce',
  loxone_control_device: 'toggle, pulse, next and the like, of the catalog',
  loxone_control_access: 'an opener opens anew each time; pulse, answer',
  loxone_activate_scene: 'scene buttons, sequences, and saved steps of any kind',
  loxone_batch: 'steps of any kind',
  loxone_admin: 'reboot: each is another one',
  loxone_send_command: 'whatever the owner has listed',
};

/** Actions that go from where something is. */
const STEPS =
  /^(?:toggle|next|previous|brighter|darker|pulse|announce|reboot|.*_(?:up|down|mood))$/;
const MOODS = new Set(['add_mood', 'remove_mood']);

describe('the list of tools', () => {
  it('holds these, each once', () => {
    expect(TOOLS.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });

  it('costs an assistant less than 6,500 tokens', () => {
    const costs = TOOLS.map((tool) => [tool.name, tokensOf(listed(tool))] as const);
    const table = costs
      .toSorted(([, left], [, right]) => right - left)
      .map(([name, tokens]) => `${String(tokens).padStart(5)} ${name}`)
      .join('\n');
    const whole = tokensOf({ tools: TOOLS.map(listed) });
    expect(whole, `${whole} tokens:\n${table}`).toBeLessThan(BUDGET);
  });

  it('describes itself as JSON Schema objects that refuse what they do not know', () => {
    for (const { inputSchema, outputSchema } of TOOLS.map(listed)) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it.each([
    ['loxone_control_covers', '0 = open (up), 100 = closed (down)'],
    ['loxone_control_access', '100 = open'],
  ])('%s says which way it counts', (name, text) => {
    const tool = TOOLS.find((one) => one.name === name);
    expect(JSON.stringify(tool && listed(tool))).toContain(text);
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s says what it does', (name, tool) => {
    const { annotations, description, risk, title } = tool;
    expect(annotations.readOnlyHint).toBe(risk === 'read');
    if (risk === 'read') expect(annotations.destructiveHint).toBe(false);
    expect(annotations.openWorldHint).toBe(false);
    if (RISKS[name] !== undefined) expect(risk).toBe(RISKS[name]);
    expect(title).toMatch(/^[A-Z][a-z ]+$/);
    expect(description).toMatch(/\.$/);
  });

  const every = createLoxoneTools({ optIn: OPT_IN, rawCommands: ['on'] });

  it('calls nothing idempotent that is not, and the rest', () => {
    for (const { name, annotations } of every) {
      const reason = NOT_IDEMPOTENT[name];
      expect(annotations.idempotentHint, `${name}: ${reason}`).toBe(reason === undefined);
    }
    const names = every.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(NOT_IDEMPOTENT)));
  });

  it.each(every)('finds each step among the actions of $name', (tool) => {
    const { inputSchema } = listed(tool) as { inputSchema: { properties?: Actions } };
    const actions = inputSchema.properties?.action?.enum ?? [];
    const steps = actions.filter((action) => STEPS.test(action) && !MOODS.has(action));
    if (steps.length > 0) expect(NOT_IDEMPOTENT[tool.name]).toContain(steps[0]?.slice(0, 6));
  });

  it('is made anew each time, with nothing shared', () => {
    const [first] = createLoxoneTools();
    const [second] = createLoxoneTools();
    expect(first).not.toBe(second);
    expect(first?.name).toBe(second?.name);
  });
});
