import type { Client } from '@modelcontextprotocol/sdk/client/index.js';

/** The answer to one request, or how it was refused: both can be seen. */
export async function answerTo(request: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await request);
  } catch (error) {
    return error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error);
  }
}

/**
 * Asks for all that a client can read without calling a tool: every resource, prompt and completion.
 *
 * @param word - Stands for every variable and argument, and is typed for every completion.
 * @returns All answers, refusals included.
 */
export async function everythingReadable(client: Client, word: string): Promise<string[]> {
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  const { prompts } = await client.listPrompts();
  const answers = [resources, resourceTemplates, prompts].map((list) => JSON.stringify(list));
  const ask = async (request: Promise<unknown>): Promise<void> => {
    answers.push(await answerTo(request));
  };
  answers.push(String(client.getInstructions()));
  for (const { uri } of resources) {
    await ask(client.readResource({ uri }));
    await ask(client.subscribeResource({ uri }));
  }
  for (const { uriTemplate } of resourceTemplates) {
    const path = uriTemplate.replace(/\{\?[^}]*\}/, '');
    await ask(client.readResource({ uri: path.replace(/\{\w+\}/g, word) }));
    const ref = { type: 'ref/resource', uri: uriTemplate } as const;
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
      for (const value of ['', word]) {
        await ask(client.complete({ ref, argument: { name, value } }));
      }
    }
  }
  for (const { name: prompt, arguments: known = [] } of prompts) {
    const required = known.filter(({ required }) => required === true);
    const given = (value: string) => Object.fromEntries(required.map(({ name }) => [name, value]));
    await ask(client.getPrompt({ name: prompt, arguments: given('Kitchen') }));
    // This one says to the person what they typed, as it should; only the log must not know of it.
    await answerTo(client.getPrompt({ name: prompt, arguments: given(word) }));
    const ref = { type: 'ref/prompt', name: prompt } as const;
    for (const { name } of known) {
      for (const value of ['', word]) {
        await ask(client.complete({ ref, argument: { name, value } }));
      }
    }
  }
  return answers;
}
