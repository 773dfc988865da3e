import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { typeLine } from '../src/typed-line.js';

function ask(): { input: PassThrough; shown: () => string; answer: Promise<string> } {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  // readline takes both for a terminal, whose keys it reads one by one.
  Object.assign(output, { isTTY: true });
  const answer = typeLine('Really? ', { input, output });
  return { input, shown: () => shown, answer };
}

it('a line is what was typed before Enter', async () => {
  const { input, answer, shown } = ask();
  input.write('yes\rno');
  expect(await answer).toBe('yes');
  expect(shown()).toContain('Really? ');
});

it('Ctrl-C ends the question, and the program as shells count it', async () => {
  const { input, answer } = ask();
  input.write('ye\u0003');
  await expect(answer).rejects.toMatchObject({ exitCode: 130 });
});

it('Ctrl-D, or a terminal that goes away, ends the question', async () => {
  const typed = ask();
  typed.input.write('\u0004');
  await expect(typed.answer).rejects.toMatchObject({ exitCode: 2 });
  const gone = ask();
  gone.input.end();
  await expect(gone.answer).rejects.toThrow('Nothing was entered');
});
