import type { FaultState, ForcedStyle } from './fault-state.js';
import { type AnswerBody, formatReply } from './reply.js';

const CONTROL_COMMAND = /^j?dev\/sps\/ios?\//;

/** The text of an answer, with what faults do to it (protocol reference §0.1). */
export function spoiltAnswer(body: AnswerBody, faults: FaultState): string {
  const text =
    faults.forcedStyle === undefined
      ? formatReply(body, 'json')
      : formatForced(body, faults.forcedStyle);
  return faults.badQuotes && CONTROL_COMMAND.test(body.control) ? badlyQuoted(body) : text;
}

function formatForced({ control, value, code, extra }: AnswerBody, style: ForcedStyle): string {
  const [key = 'Code', kind] = style.split(' ');
  const status = kind === 'number' ? code : String(code);
  return JSON.stringify({ LL: { control, value, [key]: status, ...extra } });
}

/** As old firmware does it where people wrote quotes into a text. */
function badlyQuoted({ control, value, code }: AnswerBody): string {
  const said = typeof value === 'string' ? value : JSON.stringify(value);
  return `{"LL":{"control":"${control}","value":"${said} "so to say"","Code":"${code}"}}`;
}
