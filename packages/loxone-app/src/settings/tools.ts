import { CONSENTS, type Consent, RISKS, type Risk } from '@gatehouse/core';
import { count, flag } from './parsers.js';
import type { Parsed, Setting, SettingWithDefault } from './setting.js';

/** Tools that an owner can switch on, by the short names of the setting. */
export const OPT_IN_TOOLS = ['manage_scenes', 'send_command', 'admin'] as const;

/** One of {@link OPT_IN_TOOLS}. */
export type OptInToolName = (typeof OPT_IN_TOOLS)[number];

/** Who has to agree to what, by risk class. */
export type ConsentByRisk = Readonly<Partial<Record<Risk, Consent>>>;

/** What assistants are offered, and whom they have to ask. */
export const TOOL_SETTINGS: {
  readonly readOnly: SettingWithDefault<boolean>;
  readonly optInTools: SettingWithDefault<readonly OptInToolName[]>;
  readonly rawCommands: SettingWithDefault<readonly string[]>;
  readonly bulkLimit: Setting<number>;
  readonly consent: Setting<ConsentByRisk>;
  readonly timeZone: Setting<string>;
} = {
  readOnly: {
    flag: 'read-only',
    env: ['LOXONE_MCP_READ_ONLY'],
    meaning: 'whether assistants may only look, whatever their keys allow',
    parse: flag,
    fallback: false,
  },
  optInTools: {
    flag: 'tools',
    env: ['LOXONE_MCP_TOOLS'],
    meaning: `further tools, separated by commas: ${OPT_IN_TOOLS.join(', ')}`,
    parse: optInTools,
    fallback: [],
  },
  rawCommands: {
    env: ['LOXONE_MCP_RAW_COMMANDS'],
    meaning: 'what send_command may send: regular expressions for whole commands, between blanks',
    parse: patterns,
    fallback: [],
  },
  bulkLimit: {
    flag: 'bulk-limit',
    env: ['LOXONE_MCP_BULK_LIMIT'],
    meaning: 'more devices than this in one call are asked about; default: 25',
    parse: count,
  },
  consent: {
    flag: 'consent',
    env: ['LOXONE_MCP_CONSENT'],
    meaning:
      'who agrees to what, such as access=approve,control=allow; a permission of a key goes before it',
    parse: consentByRisk,
  },
  timeZone: {
    flag: 'time-zone',
    env: ['LOXONE_TIME_ZONE'],
    meaning: 'time zone of the house, such as Europe/Vienna; default: found out',
    parse: zone,
  },
};

function entriesOf(text: string): readonly string[] {
  return text.split(',').map((entry) => entry.trim());
}

function optInTools(text: string): Parsed<readonly OptInToolName[]> {
  const names = entriesOf(text).map((entry) => OPT_IN_TOOLS.find((name) => name === entry));
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length
    ? { ok: true, value: known }
    : { ok: false, problem: `must be a list of ${OPT_IN_TOOLS.join(', ')}, separated by commas` };
}

function patterns(text: string): Parsed<readonly string[]> {
  const all = text.trim().split(/\s+/);
  return all.every(isPattern)
    ? { ok: true, value: all }
    : { ok: false, problem: 'must be regular expressions with blanks between them' };
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

/** `read` is left out: nobody is asked for every glance. */
const CONSENT_RISKS = RISKS.filter((risk) => risk !== 'read');

function consentByRisk(text: string): Parsed<ConsentByRisk> {
  const pairs = entriesOf(text).map((entry) => {
    const [name, how, ...others] = entry.split('=');
    const risk = CONSENT_RISKS.find((one) => one === name);
    const consent = CONSENTS.find((one) => one === how);
    return risk === undefined || consent === undefined || others.length > 0
      ? undefined
      : ([risk, consent] as const);
  });
  const read = pairs.filter((pair) => pair !== undefined);
  const isEachOnce = new Set(read.map(([risk]) => risk)).size === pairs.length;
  return isEachOnce
    ? { ok: true, value: Object.fromEntries(read) }
    : {
        ok: false,
        problem: `must say RISK=HOW once for each risk, separated by commas: ${CONSENT_RISKS.join(', ')} and ${CONSENTS.join(', ')}`,
      };
}

function zone(text: string): Parsed<string> {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text.trim() }).resolvedOptions();
    return { ok: true, value: timeZone };
  } catch {
    return { ok: false, problem: 'must be the name of a time zone, such as Europe/Vienna' };
  }
}
