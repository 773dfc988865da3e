import { malformedAnswer } from '../errors.js';
import { formatXml, parseXml, type XmlElement, type XmlOutput } from '../xml-document.js';

/** A Miniserver, an extension, a branch or a device of the tree that `data/status` shows (§6.7). */
export interface StatusDevice {
  /** Name of its element: `Miniserver`, `Extension`, `TreeBranch`, `TreeDevice`, `AirDevice`, … */
  readonly kind: string;
  /** What it is, in words: `Air Base Extension`. */
  readonly type?: string;
  readonly name?: string;
  /** Room or place. */
  readonly place?: string;
  /** Where it is installed. */
  readonly installation?: string;
  readonly serial?: string;
  readonly firmware?: string;
  /**
   * `undefined` where it is not told, as for a branch. A Miniserver that answers is there, whatever
   * its attribute `Offline` says: captured ones say `true` of themselves.
   */
  readonly online?: boolean;
  /** Planned, not installed. */
  readonly dummy?: boolean;
  /** Per cent; 127 and more mean that it has none. */
  readonly battery?: number;
  readonly batteryWeak?: boolean;
  /** By the clock of the house: `2022-12-06 16:55:53`. */
  readonly lastReceived?: string;
  /** Errors counted on a branch. */
  readonly errors?: number;
  /** Every attribute as it stands. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly StatusDevice[];
}

/** What `data/status` holds. */
export interface DeviceStatus {
  /** By the clock of the house. */
  readonly modified?: string;
  readonly devices: readonly StatusDevice[];
}

const SENTENCE = 'The device status cannot be understood';

/**
 * Reads `data/status`.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no such document.
 */
export function parseDeviceStatus(text: string): DeviceStatus {
  const root = parseXml(text, SENTENCE);
  if (root.name !== 'Status') throw malformedAnswer(SENTENCE, 'it does not begin with Status');
  const modified = root.attributes.get('Modified');
  return {
    ...(modified !== undefined && { modified }),
    devices: root.children.map(readDevice),
  };
}

/** Writes such a document; only kinds, attributes and children count. */
export function formatDeviceStatus({ modified, devices }: DeviceStatus): string {
  return formatXml({
    name: 'Status',
    attributes: modified === undefined ? [] : [['Modified', modified]],
    children: devices.map(writeDevice),
  });
}

function readDevice(element: XmlElement): StatusDevice {
  const { attributes } = element;
  return {
    kind: element.name,
    ...readTexts(attributes),
    ...readFacts(attributes),
    attributes: Object.fromEntries(attributes),
    children: element.children.map(readDevice),
  };
}

function writeDevice({ kind, attributes, children }: StatusDevice): XmlOutput {
  return {
    name: kind,
    attributes: Object.entries(attributes),
    children: children.map(writeDevice),
  };
}

const TEXTS = [
  ['type', 'Type'],
  ['name', 'Name'],
  ['place', 'Place'],
  ['installation', 'Inst'],
  ['serial', 'Serial'],
  ['firmware', 'Version'],
  ['lastReceived', 'LastReceived'],
] as const;

type Texts = Partial<Pick<StatusDevice, (typeof TEXTS)[number][0]>>;

function readTexts(attributes: ReadonlyMap<string, string>): Texts {
  const found: { -readonly [Key in keyof Texts]: Texts[Key] } = {};
  for (const [field, attribute] of TEXTS) {
    const text = attributes.get(attribute);
    if (text !== undefined && text !== '') found[field] = text;
  }
  return found;
}

type Facts = Pick<StatusDevice, 'online' | 'dummy' | 'battery' | 'batteryWeak' | 'errors'>;

function readFacts(attributes: ReadonlyMap<string, string>): Facts {
  const online = readFlag(attributes.get('Online'));
  const dummy = readFlag(attributes.get('DummyDev'));
  const battery = readCount(attributes.get('Battery'));
  const batteryWeak = readFlag(attributes.get('BattWeak'));
  const errors = readCount(attributes.get('Errors'));
  return {
    ...(online !== undefined && { online }),
    ...(dummy !== undefined && { dummy }),
    ...(battery !== undefined && { battery }),
    ...(batteryWeak !== undefined && { batteryWeak }),
    ...(errors !== undefined && { errors }),
  };
}

function readFlag(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
