import { isLoxoneError } from '../errors.js';
import { formatXml, parseXml, type XmlElement, type XmlOutput } from '../xml-document.js';
import {
  type DiscoveryReply,
  formatDiscoveryReply,
  parseDiscoveryReply,
} from './discovery-reply.js';

/** What `/upnp.xml` tells of a Miniserver (protocol reference §1.6). */
export interface UpnpDescription {
  /** Twelve hexadecimal digits, upper case. */
  readonly serial: string;
  readonly friendlyName?: string;
  readonly modelName?: string;
  /** Where people reach it with a browser. */
  readonly presentationUrl?: string;
  /** `uuid:…` */
  readonly udn?: string;
  /** The same that it answers to the local search, where its description holds it. */
  readonly reply?: DiscoveryReply;
}

const DEVICE_TYPE = 'urn:schemas-upnp-org:device:HVAC_System:1';
const MANUFACTURER = 'Loxone Electronics GmbH';
const NAMESPACE = 'urn:schemas-upnp-org:device-1-0';
const SERIAL = /^[0-9A-F]{12}$/;

/** @returns `undefined` when the text does not describe a Miniserver: routers and televisions answer too. */
export function parseUpnpDescription(text: string): UpnpDescription | undefined {
  const device = findDevice(text);
  if (device === undefined || !/\bLoxone\b/i.test(textOf(device, 'manufacturer') ?? '')) {
    return undefined;
  }
  const serial = (textOf(device, 'serialNumber') ?? '').replace(/[^0-9a-z]/gi, '').toUpperCase();
  if (!SERIAL.test(serial)) return undefined;
  const friendlyName = textOf(device, 'friendlyName');
  const modelName = textOf(device, 'modelName');
  const presentationUrl = textOf(device, 'presentationURL');
  const udn = textOf(device, 'UDN');
  const reply = readReply(textOf(device, 'modelDescription') ?? '');
  return {
    serial,
    ...(friendlyName !== undefined && { friendlyName }),
    ...(modelName !== undefined && { modelName }),
    ...(presentationUrl !== undefined && { presentationUrl }),
    ...(udn !== undefined && { udn }),
    ...(reply !== undefined && { reply }),
  };
}

/** Writes `/upnp.xml`. */
export function formatUpnpDescription(description: UpnpDescription): string {
  const { serial, friendlyName, modelName, presentationUrl, udn, reply } = description;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['deviceType', DEVICE_TYPE],
    ['friendlyName', friendlyName],
    ['manufacturer', MANUFACTURER],
    ['modelDescription', reply && formatDiscoveryReply(reply)],
    ['modelName', modelName],
    ['serialNumber', serial],
    ['UDN', udn],
    ['presentationURL', presentationUrl],
  ];
  return formatXml({
    name: 'root',
    attributes: [['xmlns', NAMESPACE]],
    children: [
      {
        name: 'specVersion',
        children: [
          { name: 'major', text: '1' },
          { name: 'minor', text: '0' },
        ],
      },
      { name: 'device', children: fields.flatMap(([name, text]) => fieldOf(name, text)) },
    ],
  });
}

function fieldOf(name: string, text: string | undefined): readonly XmlOutput[] {
  return text === undefined ? [] : [{ name, text }];
}

function findDevice(text: string): XmlElement | undefined {
  try {
    const root = parseXml(text, 'The device description cannot be understood');
    return root.children.find(({ name }) => name === 'device');
  } catch (error) {
    if (isLoxoneError(error)) return undefined;
    throw error;
  }
}

function textOf(device: XmlElement, name: string): string | undefined {
  const text = device.children.find((child) => child.name === name)?.text;
  return text === '' ? undefined : text;
}

/** The fields stand there with or without the word that begins the datagram. */
function readReply(text: string): DiscoveryReply | undefined {
  return parseDiscoveryReply(text) ?? parseDiscoveryReply(`LoxLIVE: ${text}`);
}
