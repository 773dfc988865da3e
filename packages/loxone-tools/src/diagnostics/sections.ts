import { failure, type ToolCall } from '../define-tool.js';
import { messageEvent } from '../events/event-item.js';
import { houseClock } from '../history/house-clock.js';
import type { DataReply, HouseData, HouseDevice } from '../ports/house-data.js';
import { dataError, portMissing } from '../ports/port-error.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';

const NO_FACTS = { facts: {} };
/** Most devices and messages that are listed; what is wrong comes first. */
const MAX_LISTED = 60;
/** Below this a battery wants changing although its device does not complain yet. */
const WEAK_PERCENT = 15;

/** How the Miniserver is. */
export function systemSection(call: ToolCall): Promise<ToolResult> {
  return asked(
    call,
    'system',
    (data) => data.system(),
    (system) => {
      const facts = Object.fromEntries(
        Object.entries(system).map(([key, value]) => [
          key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          typeof value === 'string' ? cleanText(value) : value,
        ]),
      );
      const lines = Object.entries(facts).map(
        ([key, value]) => `${key.replaceAll('_', ' ')} ${value}`,
      );
      return {
        text: `Miniserver: ${lines.join(', ') || 'it tells nothing'}.`,
        structured: { facts },
      };
    },
  );
}

/** How the installed devices are; those with something wrong first. */
export function devicesSection(call: ToolCall): Promise<ToolResult> {
  return asked(
    call,
    'list of devices',
    (data) => data.devices(),
    (devices) => {
      const offline = devices.filter(({ online }) => online === false);
      const weak = devices.filter(isWeak);
      const withErrors = devices.filter(({ errors = 0 }) => errors > 0);
      const wrong = new Set([...offline, ...weak, ...withErrors]);
      const listed = [...wrong, ...devices.filter((device) => !wrong.has(device))];
      const facts = {
        devices: devices.length,
        offline: offline.length,
        weak_battery: weak.length,
        with_errors: withErrors.length,
      };
      const head = `${devices.length} devices: ${offline.length} offline, ${weak.length} with a weak battery, ${withErrors.length} with transmission errors.`;
      return {
        text: [head, ...[...wrong].slice(0, MAX_LISTED).map(deviceLine)].join('\n'),
        structured: { facts, items: listed.slice(0, MAX_LISTED).map(deviceItem) },
      };
    },
  );
}

/** What of the structure file could not be read. */
export function problemsSection({ home }: ToolCall): ToolResult {
  const problems = (home.info()?.problems ?? []).slice(0, MAX_LISTED).map(({ field, problem }) => ({
    field: cleanText(field, MAX_VALUE_LENGTH),
    problem: cleanText(problem, MAX_VALUE_LENGTH),
  }));
  const lines = problems.map(({ field, problem }) => `${field}: ${problem}`);
  return {
    text: lines.join('\n') || 'The structure of the house could be read completely.',
    structured: { facts: { problems: home.info()?.problems?.length ?? 0 }, items: problems },
  };
}

/** What the Miniserver tells its owner. */
export function messagesSection(call: ToolCall): Promise<ToolResult> {
  const clock = houseClock(call.ports.data?.timeZone() ?? 'UTC');
  return asked(
    call,
    'messages',
    (data) => data.messages(),
    (messages) => {
      const open = messages.filter(({ past }) => !past);
      const items = [...messages]
        .sort(
          (one, other) => Number(one.past) - Number(other.past) || (other.at ?? 0) - (one.at ?? 0),
        )
        .slice(0, MAX_LISTED)
        .map((message) => ({
          ...(message.at !== undefined && { time: clock.text(message.at) }),
          severity: message.severity ?? 'info',
          text: messageEvent(message).text,
          over: message.past,
        }));
      const lines = items.map(({ time = '', text }) => `${time} ${text}`.trim());
      return {
        text: [`${open.length} open messages, ${messages.length} in all.`, ...lines].join('\n'),
        structured: { facts: { open: open.length, messages: messages.length }, items },
      };
    },
  );
}

async function asked<Value>(
  { ports }: ToolCall,
  what: string,
  ask: (data: HouseData) => Promise<DataReply<Value>>,
  show: (value: Value) => ToolResult,
): Promise<ToolResult> {
  if (ports.data === undefined) return failure(portMissing(what), NO_FACTS);
  const reply = await ask(ports.data);
  return reply.ok ? show(reply.value) : failure(dataError(reply), NO_FACTS);
}

function isWeak({ battery = 100, batteryWeak }: HouseDevice): boolean {
  return batteryWeak || battery < WEAK_PERCENT;
}

function deviceItem(device: HouseDevice): Record<string, unknown> {
  const { battery, online, errors } = device;
  const { kind, name, place, serial, firmware, signal, lastReceived } = device;
  const texts = { kind, name, place, serial, firmware, signal, last_received: lastReceived };
  const said = Object.entries(texts).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, cleanText(text)] as const],
  );
  return {
    ...Object.fromEntries(said),
    ...(online !== undefined && { online }),
    ...(battery !== undefined && { battery }),
    ...(isWeak(device) && { battery_weak: true }),
    ...(errors !== undefined && errors > 0 && { errors }),
  };
}

/** `Touch [Hall] (Touch Pure Tree): offline, last heard of 2026-01-15 08:00` */
function deviceLine(device: HouseDevice): string {
  const { name, place, kind, online, battery, errors = 0, lastReceived } = device;
  const label = place === undefined ? (name ?? kind) : `${name ?? kind} [${place}]`;
  const heard = lastReceived === undefined ? '' : `, last heard of ${lastReceived}`;
  const wrong = [
    ...(online === false ? [`offline${heard}`] : []),
    ...(isWeak(device) ? [`weak battery${battery === undefined ? '' : ` (${battery} %)`}`] : []),
    ...(errors > 0 ? [`${errors} transmission errors`] : []),
  ];
  return cleanText(`${label} (${kind}): ${wrong.join(', ')}`, MAX_VALUE_LENGTH);
}
