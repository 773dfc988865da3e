const SERIAL = /^(?:[0-9a-f]{12}|[0-9a-f]{2}(?::[0-9a-f]{2}){5})$/i;

/**
 * Reads a Miniserver's serial number: 12 hexadecimal digits, with or without colons.
 *
 * @returns Upper case without colons (`504F94112134`), or `undefined` for anything else.
 */
export function readSerial(text: string): string | undefined {
  return SERIAL.test(text) ? text.replaceAll(':', '').toUpperCase() : undefined;
}
